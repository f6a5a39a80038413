import { Types } from 'mongoose'
import type { UserActor } from '../accounts/actor.ts'
import { isHiddenFrom } from '../relationships/viewer-scope.ts'
import { getPlace, type CommentPlace, type CommentTarget } from './comment-target.ts'
import { Comment, type CommentDocument } from './comment.model.ts'
import type { UnsettledComment } from './count-change.ts'
import { getComment, getLivingComment, noSuchComment, type PlacedComment } from './get-comment.ts'
import { limitComments } from './limit-comments.ts'
import { resolveMentions } from './mentions.ts'
import { settleComment } from './settle-comment.ts'

/**
 * @throws NotFound for a video or clip that this actor may not see
 * @throws RateLimited
 */
export async function createComment(
  actor: UserActor,
  target: CommentTarget,
  text: string,
): Promise<PlacedComment> {
  const place = await getPlace(actor, target)
  return write(actor, place, { text, parentId: null })
}

/**
 * There is one level of replies: who answers a reply stands beside it, under the same parent, though that be deleted.
 * @throws NotFound where the comment or its parent is missing or hidden from this actor
 */
export async function createReply(actor: UserActor, id: string, text: string): Promise<PlacedComment> {
  const { comment, ...place } = await getLivingComment(actor, id)
  const parentId = comment.parentId ?? comment._id
  if (comment.parentId) await getComment(actor, parentId.toString())
  return write(actor, place, { text, parentId })
}

async function write(
  actor: UserActor,
  { video, clip }: CommentPlace,
  { text, parentId }: { text: string; parentId: Types.ObjectId | null },
): Promise<PlacedComment> {
  // getPlace has looked at it too; a block that is made in this moment must not be talked past
  if (await isHiddenFrom(actor, video.uploader.toString())) throw noSuchComment()
  await limitComments(actor)
  const comment = await insert({
    _id: new Types.ObjectId(),
    userId: new Types.ObjectId(actor.userId),
    videoId: video._id,
    clipId: clip?._id ?? null,
    text,
    isReply: parentId !== null,
    parentId,
    likeCount: 0,
    dislikeCount: 0,
    replyCount: 0,
    mentions: await resolveMentions(actor, text),
    changeId: new Types.ObjectId(),
    delta: 1,
  })
  if (!(await settleComment(comment))) throw noSuchComment()
  return { comment, video, clip }
}

type NewComment = Omit<
  CommentDocument,
  'date' | 'unsettledSince' | 'editedAt' | 'deletedAt' | 'pendingComments'
>

/** With the database's clock, which all processes share: it says how old an unsettled comment is. */
async function insert(comment: NewComment): Promise<UnsettledComment> {
  return (await Comment.collection.findOneAndUpdate(
    { _id: comment._id },
    // what people write may begin with a dollar sign
    [
      {
        $replaceWith: { $mergeObjects: [{ $literal: comment }, { date: '$$NOW', unsettledSince: '$$NOW' }] },
      },
    ],
    { upsert: true, returnDocument: 'after' },
  )) as UnsettledComment
}
