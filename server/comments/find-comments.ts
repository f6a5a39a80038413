import { Types, trusted, type QueryFilter } from 'mongoose'
import type { ListCommentsQuery } from '#shared/comments'
import type { Page, PageQuery } from '#shared/common'
import type { Actor } from '../accounts/actor.ts'
import { decodeCursor, encodeCursor } from '../page-cursor.ts'
import { notHidden, viewerScope } from '../relationships/viewer-scope.ts'
import type { CommentTarget, CommentPlace } from './comment-target.ts'
import { getPlace } from './comment-target.ts'
import { Comment, type CommentDocument } from './comment.model.ts'
import { getComment } from './get-comment.ts'

export interface CommentList extends CommentPlace {
  page: Page<CommentDocument>
}

type Sort = ListCommentsQuery['sort']

/**
 * Comments on a video or a clip, without replies. Each page goes on from the sort key of the last: what is written
 * meanwhile neither hides nor repeats one. By `top` a comment whose likes change while somebody pages can move over
 * the place where they are, and then be passed over or come again; all others come exactly once.
 */
export async function findComments(
  actor: Actor,
  target: CommentTarget,
  query: ListCommentsQuery,
): Promise<CommentList> {
  const findOn = (videoId: Types.ObjectId, clipId: Types.ObjectId | null) => {
    const filter = {
      videoId,
      clipId,
      parentId: null,
      // a deleted one is shown for its replies alone
      $or: [{ deletedAt: null }, { replyCount: trusted({ $gt: 0 }) }],
    }
    return findPage(actor, filter, query, INDEXES[query.sort])
  }
  if (target.kind === 'clip') {
    const place = await getPlace(actor, target)
    return { ...place, page: await findOn(place.video._id, place.clip?._id ?? null) }
  }
  // at once: who may not see the video is told of none of them
  const [place, page] = await Promise.all([
    getPlace(actor, target),
    findOn(new Types.ObjectId(target.id), null),
  ])
  return { ...place, page }
}

/** Oldest first. */
export async function findReplies(actor: Actor, id: string, query: PageQuery): Promise<CommentList> {
  const { comment, ...place } = await getComment(actor, id)
  const filter = { parentId: comment._id, deletedAt: null }
  return { ...place, page: await findPage(actor, filter, { ...query, sort: 'oldest' }, REPLIES) }
}

async function findPage(
  actor: Actor,
  filter: QueryFilter<CommentDocument>,
  { sort, limit, cursor }: ListCommentsQuery,
  index: Record<string, 1 | -1>,
): Promise<Page<CommentDocument>> {
  const rows = await Comment.find({
    $and: [filter, cursor ? after(sort, cursor) : {}],
    userId: notHidden(await viewerScope(actor)),
  })
    .sort(ORDERS[sort])
    .hint(index)
    .limit(limit + 1)
    .lean<CommentDocument[]>()
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, nextCursor: last ? encodeCursor(keyOf(sort, last)) : null }
}

const ORDERS = {
  newest: { _id: -1 },
  oldest: { _id: 1 },
  top: { likeCount: -1, _id: -1 },
} as const satisfies Record<Sort, Record<string, 1 | -1>>

/** Named, since most comments share the null of an index that begins with clip or parent. */
const BY_AGE = { videoId: 1, clipId: 1, parentId: 1, _id: -1 } as const
const INDEXES = {
  newest: BY_AGE,
  oldest: BY_AGE,
  top: { videoId: 1, clipId: 1, parentId: 1, likeCount: -1, _id: -1 },
} as const satisfies Record<Sort, Record<string, 1 | -1>>
const REPLIES = { parentId: 1, _id: 1 } as const

function keyOf(sort: Sort, { likeCount, _id }: CommentDocument): string {
  return sort === 'top' ? `top:${likeCount}:${_id.toHexString()}` : `${sort}:${_id.toHexString()}`
}

/** The first field of the order bounds the index; what decides between equals needs no sorting in memory. */
function after(sort: Sort, cursor: string): QueryFilter<CommentDocument> {
  const pattern = sort === 'top' ? /^top:-?\d{1,12}:[0-9a-f]{24}$/ : new RegExp(`^${sort}:[0-9a-f]{24}$`)
  const parts = decodeCursor(cursor, (key) => pattern.test(key)).split(':')
  const id = new Types.ObjectId(parts.at(-1))
  if (sort === 'newest') return { _id: trusted({ $lt: id }) }
  if (sort === 'oldest') return { _id: trusted({ $gt: id }) }
  const likeCount = Number(parts[1])
  return {
    likeCount: trusted({ $lte: likeCount }),
    $or: [{ likeCount: trusted({ $lt: likeCount }) }, { _id: trusted({ $lt: id }) }],
  }
}
