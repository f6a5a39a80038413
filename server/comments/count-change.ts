import mongoose, { type Types } from 'mongoose'
import { announceChange } from '../changes.ts'
import { Comment, type CommentDocument } from './comment.model.ts'

/** A comment whose counters may not have followed yet. */
export interface UnsettledComment extends CommentDocument {
  unsettledSince: Date
  changeId: Types.ObjectId
  delta: number
}

/** A change may reach the counters so long after it was claimed, by the database's clock ... */
const APPLY_WITHIN_MS = 5_000
/** ... and only after this may another process take it over. */
export const STALE_AFTER_MS = 10_000
/** A name that stayed on a document so long belongs to a process that died in its last step. */
const LEFT_OVER_AFTER_MS = 10 * 60_000

interface Counted {
  _id: Types.ObjectId
  commentCount?: number
  replyCount?: number
  pendingComments?: Types.ObjectId[]
  deletedAt?: Date | null
}

interface CountedPlace {
  collection: 'video-metadata' | 'clips' | 'comments'
  id: Types.ObjectId
  counter: 'commentCount' | 'replyCount'
}

/**
 * The counters that a comment stands in, the parent's first: whoever removes a deleted parent asks for a replyCount of
 * 0 in the same write, so either the reply is counted and the parent stays, or it is gone and the reply knows.
 */
export function placesOf(comment: CommentDocument): CountedPlace[] {
  const target: CountedPlace = comment.clipId
    ? { collection: 'clips', id: comment.clipId, counter: 'commentCount' }
    : { collection: 'video-metadata', id: comment.videoId, counter: 'commentCount' }
  if (!comment.parentId) return [target]
  return [{ collection: 'comments', id: comment.parentId, counter: 'replyCount' }, target]
}

/**
 * Lets one counter follow. The document keeps the change's name in the same write, so that it counts once however often
 * this runs, and the write is void (`late`) once somebody else may have taken the change over.
 */
export async function applyChange(
  comment: UnsettledComment,
  place: CountedPlace,
): Promise<'applied' | 'late' | 'gone'> {
  const deadline = new Date(comment.unsettledSince.getTime() + APPLY_WITHIN_MS)
  const { matchedCount } = await documentsOf(place).updateOne(
    { ...living(place), pendingComments: { $ne: comment.changeId }, $expr: { $lt: ['$$NOW', deadline] } },
    { $inc: { [place.counter]: comment.delta }, $push: { pendingComments: comment.changeId } },
  )
  if (matchedCount === 1) {
    announceChange('counted', { targetId: place.id.toHexString() })
    return 'applied'
  }
  const counted = await documentsOf(place).findOne(living(place), { projection: { pendingComments: 1 } })
  if (!counted) return 'gone'
  return counted.pendingComments?.some((id) => id.equals(comment.changeId)) ? 'applied' : 'late'
}

/** Last step, after the comment is settled. Where it is cut, twelve bytes stay until the next change takes them along. */
export async function forgetChange(comment: UnsettledComment, place: CountedPlace): Promise<void> {
  const counted = await documentsOf(place).findOneAndUpdate(
    { _id: place.id },
    { $pull: { pendingComments: comment.changeId } },
    // losing this write loses nothing that matters, so nobody waits for the journal
    { returnDocument: 'after', projection: { pendingComments: 1 }, writeConcern: { w: 1, journal: false } },
  )
  if (counted?.pendingComments?.some(isLeftOver)) await dropLeftOvers(counted, place)
}

/** Names that no unsettled comment has any more. */
async function dropLeftOvers(counted: Counted, place: CountedPlace): Promise<void> {
  const old = (counted.pendingComments ?? []).filter(isLeftOver)
  const living = await Comment.collection
    .find({ unsettledSince: { $gt: new Date(0) }, changeId: { $in: old } }, { projection: { changeId: 1 } })
    .map((each) => String(each.changeId))
    .toArray()
  const dead = old.filter((id) => !living.includes(String(id)))
  await documentsOf(place).updateOne({ _id: place.id }, { $pullAll: { pendingComments: dead } })
}

/** A video or clip that is marked to be deleted takes no more comments; a deleted comment keeps its replies. */
function living({ collection, id }: CountedPlace) {
  return collection === 'comments' ? { _id: id } : { _id: id, deletedAt: null }
}

function documentsOf({ collection }: CountedPlace) {
  return mongoose.connection.collection<Counted>(collection)
}

function isLeftOver(changeId: Types.ObjectId): boolean {
  return changeId.getTimestamp().getTime() < Date.now() - LEFT_OVER_AFTER_MS
}
