import type { UserActor } from '../accounts/actor.ts'
import { systemClock } from '../adapters/clock/index.ts'
import { Comment, type CommentDocument } from './comment.model.ts'
import { getOwnComment, noSuchComment, type PlacedComment } from './get-comment.ts'
import { limitComments } from './limit-comments.ts'
import { resolveMentions } from './mentions.ts'
import { tellOfEdit } from './tell-of-comment.ts'

/**
 * The author changes the text, which then counts as edited; the same text again changes nothing.
 * @throws NotFound, Forbidden as `getOwnComment`
 */
export async function updateComment(actor: UserActor, id: string, text: string): Promise<PlacedComment> {
  const found = await getOwnComment(actor, id)
  if (found.comment.text === text) return found
  await limitComments(actor)
  const change = { text, mentions: await resolveMentions(actor, text), editedAt: systemClock.now() }
  const before = await Comment.findOneAndUpdate(
    { _id: id, userId: actor.userId, deletedAt: null },
    { $set: change },
  ).lean<CommentDocument>()
  if (!before) throw noSuchComment()
  const comment = { ...before, ...change }
  await tellOfEdit(before, comment)
  return { ...found, comment }
}
