import { Types } from 'mongoose'
import { Relationship, type RelationshipDocument } from './relationship.model.ts'
import { presentRelationship } from './present-relationships.ts'
import { findPeople } from '../accounts/find-people.ts'
import { dropViewerScope } from './viewer-scope.ts'

/** Connections, own requests and own blocks, and requests that wait; never a block by another. */
export async function* exportRelationshipsBy(userId: string): AsyncIterable<object> {
  const me = new Types.ObjectId(userId)
  const filters = [
    { fromUserID: me },
    { toUserID: me, status: 'accepted' as const },
    { toUserID: me, status: 'pending' as const },
  ]
  for (const filter of filters) {
    for await (const row of Relationship.find(filter).lean<RelationshipDocument>().cursor()) {
      const view = await exported(userId, row)
      if (view) yield view
    }
  }
}

/** Both directions: who is gone is asked by nobody, blocks nobody and is blocked by nobody. */
export async function eraseRelationshipsBy(userId: string): Promise<void> {
  await Relationship.deleteMany({ fromUserID: userId })
  await Relationship.deleteMany({ toUserID: userId })
  dropViewerScope(userId)
}

async function exported(userId: string, row: RelationshipDocument): Promise<object | null> {
  // a request that was taken back is none any more
  if (row.isWithdrawn) return null
  const otherId = (row.fromUserID.toString() === userId ? row.toUserID : row.fromUserID).toString()
  const person = (await findPeople([otherId])).get(otherId)
  return person ? presentRelationship(userId, row, person) : null
}
