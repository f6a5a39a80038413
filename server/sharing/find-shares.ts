import { Types, trusted } from 'mongoose'
import type { Page, PageQuery } from '#shared/common'
import type { ShareView } from '#shared/sharing'
import type { UserActor } from '../accounts/actor.ts'
import { decodeCursor, encodeCursor } from '../page-cursor.ts'
import { notHidden, viewerScope } from '../relationships/viewer-scope.ts'
import { presentShares } from './present-shares.ts'
import { Share, type ShareDocument } from './share.model.ts'

/** What the caller was sent, newest first. A page may be short: what they may not see any more is left out. */
export async function findShares(actor: UserActor, { limit, cursor }: PageQuery): Promise<Page<ShareView>> {
  const scope = await viewerScope(actor)
  const rows = await Share.find({
    toUserId: new Types.ObjectId(actor.userId),
    ...(scope.hiddenUserIds.size > 0 ? { fromUserId: notHidden(scope) } : {}),
    ...(cursor ? { _id: trusted({ $lt: new Types.ObjectId(readCursor(cursor)) }) } : {}),
  })
    .sort({ _id: -1 })
    // people who are hidden make another index look good, which does not give the order
    .hint({ toUserId: 1, _id: -1 })
    .limit(limit + 1)
    .lean<ShareDocument[]>()
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    items: await presentShares(actor, page),
    nextCursor: last ? encodeCursor(last._id.toHexString()) : null,
  }
}

function readCursor(cursor: string): string {
  return decodeCursor(cursor, (key) => /^[0-9a-f]{24}$/.test(key))
}
