import { trusted, type Types } from 'mongoose'
import { SHOWN_IDS } from '#shared/engagement'
import { findLikers } from '../engagement/find-reactions.ts'
import { notHidden, type ViewerScope } from '../relationships/viewer-scope.ts'
import { Comment, type CommentDocument } from './comment.model.ts'

export interface RelatedIds {
  /** The first replies, oldest first. */
  nestedComments: string[]
  /** Who liked it, latest first. */
  likes: string[]
}

type Hiding = Pick<ViewerScope, 'hiddenUserIds'>

/** The first SHOWN_IDS replies and likes of each comment, by its id, whoever is hidden left out. */
export async function findRelatedIds(
  comments: CommentDocument[],
  scope: Hiding,
): Promise<Map<string, RelatedIds>> {
  const [replies, likes] = await Promise.all([findReplyIds(comments, scope), findLikerIds(comments, scope)])
  return new Map(
    comments.map(({ _id }) => {
      const id = _id.toHexString()
      return [id, { nestedComments: replies.get(id) ?? [], likes: likes.get(id) ?? [] }]
    }),
  )
}

async function findReplyIds(comments: CommentDocument[], scope: Hiding): Promise<Map<string, string[]>> {
  const answered = comments.filter(({ replyCount }) => replyCount > 0)
  const reads = inReads(answered, ({ replyCount }) => replyCount).map((ids) => readReplies(ids, scope))
  const rows = (await Promise.all(reads)).flat()
  return firstIdsOf(rows.map(({ parentId, _id }) => [String(parentId), _id.toHexString()]))
}

async function findLikerIds(comments: CommentDocument[], scope: Hiding): Promise<Map<string, string[]>> {
  const liked = comments.filter(({ likeCount }) => likeCount > 0)
  const reads = inReads(liked, ({ likeCount }) => likeCount).map((ids) =>
    findLikers(ids, scope.hiddenUserIds),
  )
  const rows = (await Promise.all(reads)).flat()
  return firstIdsOf(rows.map(({ targetId, userId }) => [targetId.toHexString(), userId.toHexString()]))
}

function readReplies(ids: Types.ObjectId[], scope: Hiding) {
  return Comment.find(
    {
      parentId: trusted({ $in: ids }),
      deletedAt: null,
      ...(scope.hiddenUserIds.size > 0 ? { userId: notHidden(scope) } : {}),
    },
    { parentId: 1 },
  )
    .sort({ parentId: 1, _id: 1 })
    .hint({ parentId: 1, _id: 1 })
    .limit(SHOWN_IDS * ids.length)
    .lean()
}

/**
 * One read for all that have no more than are shown, and one for each that has more. A pipeline that looks things up for
 * each comment takes the database ten times as long.
 */
function inReads(
  comments: CommentDocument[],
  countOf: (comment: CommentDocument) => number,
): Types.ObjectId[][] {
  const few = comments.filter((comment) => countOf(comment) <= SHOWN_IDS)
  const many = comments.filter((comment) => countOf(comment) > SHOWN_IDS)
  return [few.map(({ _id }) => _id), ...many.map(({ _id }) => [_id])].filter((ids) => ids.length > 0)
}

function firstIdsOf(pairs: [of: string, id: string][]): Map<string, string[]> {
  const lists = new Map<string, string[]>()
  for (const [of, id] of pairs) {
    const list = lists.get(of) ?? []
    lists.set(of, list)
    if (list.length < SHOWN_IDS) list.push(id)
  }
  return lists
}
