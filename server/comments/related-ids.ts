import { Types } from 'mongoose'
import { SHOWN_IDS } from '#shared/engagement'
import { Comment, type CommentDocument } from './comment.model.ts'

export interface RelatedIds {
  /** The first replies, oldest first. */
  nestedComments: string[]
  /** Who liked it, latest first. */
  likes: string[]
}

type Row = { _id: Types.ObjectId; replies: { _id: Types.ObjectId }[]; likes: { userId: Types.ObjectId }[] }

/** The first SHOWN_IDS replies and likes of each comment, by its id, whoever is hidden left out. One query for all. */
export async function findRelatedIds(
  comments: CommentDocument[],
  hiddenUserIds: ReadonlySet<string>,
): Promise<Map<string, RelatedIds>> {
  const asked = comments.filter((comment) => comment.replyCount > 0 || comment.likeCount > 0)
  if (asked.length === 0) return new Map()
  const isShown = { userId: { $nin: [...hiddenUserIds].map((id) => new Types.ObjectId(id)) } }
  const rows = await Comment.aggregate<Row>([
    { $match: { _id: { $in: asked.map((comment) => comment._id) } } },
    { $project: { _id: 1 } },
    {
      $lookup: {
        from: 'comments',
        localField: '_id',
        foreignField: 'parentId',
        pipeline: [
          { $match: { deletedAt: null, ...isShown } },
          { $sort: { _id: 1 } },
          { $limit: SHOWN_IDS },
          { $project: { _id: 1 } },
        ],
        as: 'replies',
      },
    },
    {
      $lookup: {
        from: 'engagements',
        localField: '_id',
        foreignField: 'targetId',
        pipeline: [
          { $match: { kind: 'like', ...isShown } },
          { $sort: { _id: -1 } },
          { $limit: SHOWN_IDS },
          { $project: { _id: 0, userId: 1 } },
        ],
        as: 'likes',
      },
    },
  ])
  return new Map(
    rows.map(({ _id, replies, likes }) => [
      _id.toString(),
      {
        nestedComments: replies.map((reply) => reply._id.toString()),
        likes: likes.map((like) => like.userId.toString()),
      },
    ]),
  )
}
