import type { PersonView } from '#shared/accounts'
import type { RelationshipView } from '#shared/relationships'
import { findPeople } from '../accounts/find-people.ts'
import type { RelationshipDocument } from './relationship.model.ts'

/** Rows of one person, from their side; those whose other person has left are dropped. */
export async function presentRelationships(
  userId: string,
  rows: readonly RelationshipDocument[],
): Promise<RelationshipView[]> {
  const people = await findPeople([...new Set(rows.map((row) => otherOf(userId, row)))])
  return rows.flatMap((row) => {
    const person = people.get(otherOf(userId, row))
    return person ? [presentRelationship(userId, row, person)] : []
  })
}

/** A decline looks to its asker as if nobody had answered, its date too. */
export function presentRelationship(
  userId: string,
  row: RelationshipDocument,
  person: PersonView,
): RelationshipView {
  const isMine = row.fromUserID.toString() === userId
  const isMasked = isMine && row.status === 'declined'
  return {
    id: row._id.toString(),
    fromUserID: row.fromUserID.toString(),
    toUserID: row.toUserID.toString(),
    status: isMasked ? 'pending' : row.status,
    initiatedDate: row.initiatedDate.toISOString(),
    updatedDate: (isMasked ? row.initiatedDate : row.updatedDate).toISOString(),
    person,
    isMine,
  } satisfies RelationshipView
}

export function otherOf(userId: string, row: RelationshipDocument): string {
  const from = row.fromUserID.toString()
  return from === userId ? row.toUserID.toString() : from
}
