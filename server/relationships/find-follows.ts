import { Types, trusted, type QueryFilter } from 'mongoose'
import type { PersonView } from '#shared/accounts'
import type { Page, PageQuery } from '#shared/common'
import type { Actor } from '../accounts/actor.ts'
import { findPeople } from '../accounts/find-people.ts'
import { Engagement, type EngagementDocument } from '../engagement/engagement.model.ts'
import { decodeCursor, encodeCursor } from '../page-cursor.ts'
import { notHidden, viewerScope, type ViewerScope } from './viewer-scope.ts'

/** Beyond this a count is not worth its price. */
const COUNT_LIMIT = 10_000

/** Newest first, without those who are hidden from the reader. */
export async function findFollowers(actor: Actor, userId: string, page: PageQuery) {
  const scope = await viewerScope(actor)
  return findFollows({ targetId: new Types.ObjectId(userId), ...seen(scope, 'userId') }, 'userId', page)
}

/** Newest first, without those who are hidden from the reader. */
export async function findFollowing(actor: Actor, userId: string, page: PageQuery) {
  const scope = await viewerScope(actor)
  return findFollows({ userId: new Types.ObjectId(userId), ...seen(scope, 'targetId') }, 'targetId', page)
}

/** How many somebody follows; at most 10,000. */
export function countFollowing(userId: string): Promise<number> {
  return Engagement.countDocuments(
    { userId: new Types.ObjectId(userId), kind: 'follow' },
    { limit: COUNT_LIMIT },
  )
}

async function findFollows(
  filter: QueryFilter<EngagementDocument>,
  shown: 'userId' | 'targetId',
  { limit, cursor }: PageQuery,
): Promise<Page<PersonView>> {
  const rows = await Engagement.find({
    ...filter,
    kind: 'follow',
    ...(cursor ? { _id: trusted({ $lt: new Types.ObjectId(readCursor(cursor)) }) } : {}),
  })
    .sort({ _id: -1 })
    // people who are hidden make another index look good, which does not give the order
    .hint(shown === 'userId' ? { targetId: 1, kind: 1, _id: -1, userId: 1 } : { userId: 1, kind: 1, _id: -1 })
    .limit(limit + 1)
    .lean<EngagementDocument[]>()
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  const people = await findPeople(page.map((row) => row[shown].toString()))
  return {
    items: page.flatMap((row) => people.get(row[shown].toString()) ?? []),
    nextCursor: last ? encodeCursor(last._id.toHexString()) : null,
  }
}

function seen(scope: ViewerScope, field: 'userId' | 'targetId'): QueryFilter<EngagementDocument> {
  return scope.hiddenUserIds.size > 0 ? { [field]: notHidden(scope) } : {}
}

function readCursor(cursor: string): string {
  return decodeCursor(cursor, (key) => /^[0-9a-f]{24}$/.test(key))
}
