import { trusted } from 'mongoose'
import { removeEngagementsOf } from '../engagement/remove-engagements.ts'
import { removeNotificationsAt, withdraw } from '../notifications/withdraw.ts'
import { commentUrl } from './comment-target.ts'
import { Comment } from './comment.model.ts'
import { STALE_AFTER_MS, applyChange, forgetChange, placesOf, type UnsettledComment } from './count-change.ts'
import { tellOfComment } from './tell-of-comment.ts'

/**
 * What follows the write that made or deleted a comment: counters, notifications, and the mark goes. Cut anywhere it is
 * done again by `reconcileComments`, and each counter still follows once.
 * @returns false where what it is on, or its parent, is gone: then the comment goes, too
 */
export async function settleComment(comment: UnsettledComment): Promise<boolean> {
  for (let mine: UnsettledComment | null = comment; mine; mine = await claimComment(mine, 0)) {
    const outcome = await applyToAll(mine)
    if (outcome === 'late') continue
    if (outcome === 'gone' && mine.delta > 0) {
      await Comment.collection.deleteOne(asClaimed(mine))
      return false
    }
    await (mine.delta > 0 ? tellOfComment(mine) : clearAway(mine))
    if (await settle(mine)) await Promise.all(placesOf(mine).map((place) => forgetChange(mine!, place)))
    if (mine.delta < 0) await removeIfEmpty((mine.parentId ?? mine._id).toString())
    return true
  }
  // another process took it over, and brings it to its end
  return true
}

/**
 * Makes a change this process's for the next seconds.
 * @param staleAfterMs 0 for one's own
 * @returns null when it was settled, or is another's
 */
export async function claimComment(
  comment: UnsettledComment,
  staleAfterMs: number,
): Promise<UnsettledComment | null> {
  return (await Comment.collection.findOneAndUpdate(
    { ...asClaimed(comment), $expr: { $lte: ['$unsettledSince', { $subtract: ['$$NOW', staleAfterMs] }] } },
    [{ $set: { unsettledSince: '$$NOW' } }],
    { returnDocument: 'after' },
  )) as UnsettledComment | null
}

const BATCH = 500

/** Brings to their end what a killed process left. Gives how many there were. */
export async function reconcileComments(now = new Date()): Promise<number> {
  const before = new Date(now.getTime() - STALE_AFTER_MS)
  const stale = await Comment.find({ unsettledSince: trusted({ $lt: before }) })
    .sort({ unsettledSince: 1 })
    .limit(BATCH)
    .lean<UnsettledComment[]>()
  let settled = 0
  for (const comment of stale) {
    const mine = await claimComment(comment, STALE_AFTER_MS)
    if (!mine) continue
    await settleComment(mine)
    settled++
  }
  return settled
}

async function applyToAll(comment: UnsettledComment): Promise<'applied' | 'late' | 'gone'> {
  for (const place of placesOf(comment)) {
    const outcome = await applyChange(comment, place)
    if (outcome === 'applied') continue
    // one that goes leaves nothing behind where its video went before it
    if (outcome === 'late' || comment.delta > 0) return outcome
  }
  return 'applied'
}

/** A deleted one is removed unless a reply keeps it, which is asked in the same write. */
async function settle(comment: UnsettledComment): Promise<boolean> {
  if (comment.delta < 0) {
    const removed = await Comment.collection.deleteOne({ ...asClaimed(comment), replyCount: 0 })
    if (removed.deletedCount === 1) return true
  }
  const settled = await Comment.collection.updateOne(asClaimed(comment), {
    $unset: { unsettledSince: 1, changeId: 1, delta: 1 },
  })
  return settled.matchedCount === 1
}

async function clearAway(comment: UnsettledComment): Promise<void> {
  await withdraw(`comment:${comment._id}`)
  // the likes of it
  await removeNotificationsAt([commentUrl(comment)])
  await removeEngagementsOf([comment._id.toString()])
}

/** Where the last reply of a deleted comment is gone, nothing keeps it any more. */
async function removeIfEmpty(commentId: string): Promise<void> {
  await Comment.deleteOne({
    _id: commentId,
    deletedAt: trusted({ $ne: null }),
    replyCount: 0,
    unsettledSince: null,
  })
}

function asClaimed({ _id, changeId, unsettledSince }: UnsettledComment) {
  return { _id, changeId, unsettledSince }
}
