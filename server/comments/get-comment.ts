import { isSameUser, type Actor, type UserActor } from '../accounts/actor.ts'
import { Forbidden, NotFound } from '../errors.ts'
import { isHiddenFrom } from '../relationships/viewer-scope.ts'
import { canEdit } from '../videos/video-policy.ts'
import { getPlace, targetOf, type CommentPlace } from './comment-target.ts'
import { Comment, type CommentDocument } from './comment.model.ts'

export interface PlacedComment extends CommentPlace {
  comment: CommentDocument
}

/**
 * A comment with what it is on, whose rights it shares. One that was deleted is there as long as it has replies.
 * @throws NotFound for a missing one and, the same, where the video or the author is hidden from this actor
 */
export async function getComment(actor: Actor, id: string): Promise<PlacedComment> {
  const comment = await Comment.findById(id).lean<CommentDocument>()
  if (!comment || (comment.deletedAt && comment.replyCount === 0)) throw noSuchComment()
  if (await isHiddenFrom(actor, comment.userId.toString())) throw noSuchComment()
  return { comment, ...(await getPlace(actor, targetOf(comment)).catch(hidePlace)) }
}

/** @throws NotFound also for one that was deleted */
export async function getLivingComment(actor: Actor, id: string): Promise<PlacedComment> {
  const found = await getComment(actor, id)
  if (found.comment.deletedAt) throw noSuchComment()
  return found
}

/** @throws Forbidden unless the actor wrote it */
export async function getOwnComment(actor: UserActor, id: string): Promise<PlacedComment> {
  const found = await getLivingComment(actor, id)
  if (!isSameUser(actor, found.comment.userId.toString()))
    throw new Forbidden('Only who wrote a comment can change it.')
  return found
}

/** Its author, the creator of the video, and admins. */
export function canDelete(
  actor: Actor,
  { comment, video }: Pick<PlacedComment, 'comment' | 'video'>,
): boolean {
  return isSameUser(actor, comment.userId.toString()) || canEdit(actor, video)
}

export function noSuchComment(): NotFound {
  return new NotFound('There is no such comment.')
}

function hidePlace(error: unknown): never {
  throw error instanceof NotFound ? noSuchComment() : error
}
