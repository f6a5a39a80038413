import { Types, trusted, type QueryFilter } from 'mongoose'
import type { Page } from '#shared/common'
import type { ListRelationshipsQuery, RelationshipView } from '#shared/relationships'
import type { UserActor } from '../accounts/actor.ts'
import { decodeCursor, encodeCursor } from '../page-cursor.ts'
import { otherOf, presentRelationships } from './present-relationships.ts'
import { Relationship, type RelationshipDocument } from './relationship.model.ts'
import { viewerScope } from './viewer-scope.ts'

/** One of the caller's lists, newest first. */
export async function findRelationships(
  actor: UserActor,
  { list, limit, cursor }: ListRelationshipsQuery,
): Promise<Page<RelationshipView>> {
  const before = cursor ? { _id: trusted({ $lt: new Types.ObjectId(readCursor(cursor)) }) } : {}
  const rows = await Relationship.find({ ...FILTERS[list](new Types.ObjectId(actor.userId)), ...before })
    .sort({ _id: -1 })
    .limit(limit + 1)
    .lean<RelationshipDocument[]>()
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    items: await presentRelationships(actor.userId, await withoutHidden(actor, list, shown)),
    nextCursor: last ? encodeCursor(last._id.toHexString()) : null,
  }
}

const FILTERS: Record<
  ListRelationshipsQuery['list'],
  (me: Types.ObjectId) => QueryFilter<RelationshipDocument>
> = {
  connections: (me) => ({
    $or: [
      { fromUserID: me, status: 'accepted' },
      { toUserID: me, status: 'accepted' },
    ],
  }),
  incoming: (me) => ({ toUserID: me, status: 'pending' }),
  outgoing: (me) => ({
    fromUserID: me,
    status: trusted({ $in: ['pending', 'declined'] }),
    isWithdrawn: trusted({ $ne: true }),
  }),
  blocked: (me) => ({ fromUserID: me, status: 'blocked' }),
}

/** A block takes the rows away a moment after it hides. */
async function withoutHidden(
  actor: UserActor,
  list: ListRelationshipsQuery['list'],
  rows: RelationshipDocument[],
): Promise<RelationshipDocument[]> {
  if (list === 'blocked') return rows
  const { hiddenUserIds } = await viewerScope(actor)
  return rows.filter((row) => !hiddenUserIds.has(otherOf(actor.userId, row)))
}

function readCursor(cursor: string): string {
  return decodeCursor(cursor, (key) => /^[0-9a-f]{24}$/.test(key))
}
