import { setTimeout as sleep } from 'node:timers/promises'
import { Types } from 'mongoose'
import { isSameUser, type Actor } from '../accounts/actor.ts'
import { record } from '../audit/record.ts'
import { Forbidden, Unavailable } from '../errors.ts'
import { Comment, type CommentDocument } from './comment.model.ts'
import { STALE_AFTER_MS, type UnsettledComment } from './count-change.ts'
import { canDelete, getLivingComment } from './get-comment.ts'
import { claimComment, settleComment } from './settle-comment.ts'

/** Who wrote what was deleted is nobody's business any more. */
export const NOBODY = new Types.ObjectId('000000000000000000000000')
/** Longer than a dead process can hold a comment. */
const PATIENCE_MS = STALE_AFTER_MS + 5_000

/**
 * Its author, the creator of the video and admins may. One with replies stays for them, without text and author.
 * @throws NotFound as `getLivingComment`
 * @throws Forbidden for others
 */
export async function deleteComment(actor: Actor, id: string): Promise<void> {
  const found = await getLivingComment(actor, id)
  if (!canDelete(actor, found))
    throw new Forbidden('Only who wrote a comment, or the creator of the video, can delete it.')
  // of one's own no more is kept than that it was there; what is done to others is on record
  const { userId, videoId } = found.comment
  const changes = isSameUser(actor, userId.toString()) ? {} : { author: userId.toString() }
  await record(actor, {
    action: 'DELETE_COMMENT',
    target: `comment:${id}`,
    changes: { videoId: videoId.toString(), ...changes },
  })
  await takeAway(id)
}

/** Also called again: one that is deleted already stays as it is. */
export async function takeAway(id: string): Promise<void> {
  for (const givesUpAt = Date.now() + PATIENCE_MS; Date.now() < givesUpAt;) {
    const marked = await mark(id)
    if (marked) return void (await settleComment(marked))
    const standing = await Comment.findOne({ _id: id, deletedAt: null }).lean<CommentDocument>()
    if (!standing) return
    if (standing.unsettledSince) await waitFor(standing as UnsettledComment)
  }
  throw new Unavailable('This comment is being changed right now. Try again in a moment.')
}

/** One write decides: from here on nobody reads it, and the counters follow. */
async function mark(id: string): Promise<UnsettledComment | null> {
  const change = {
    text: '',
    mentions: [],
    userId: NOBODY,
    changeId: new Types.ObjectId(),
    delta: -1,
    likeCount: 0,
  }
  return (await Comment.collection.findOneAndUpdate(
    { _id: new Types.ObjectId(id), deletedAt: { $exists: false }, unsettledSince: { $exists: false } },
    [{ $set: { ...change, deletedAt: '$$NOW', unsettledSince: '$$NOW' } }, { $unset: 'editedAt' }],
    { returnDocument: 'after' },
  )) as UnsettledComment | null
}

/** It is just being written; or who wrote it died. */
async function waitFor(standing: UnsettledComment): Promise<void> {
  const mine = await claimComment(standing, STALE_AFTER_MS)
  if (mine) await settleComment(mine)
  else await sleep(5 + Math.random() * 20)
}
