import { Types, trusted } from 'mongoose'
import { systemClock } from '../adapters/clock/index.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { CollectionMember } from './collection-member.model.ts'
import { failMove, findOpenMove } from './journal.ts'
import { buryMembers } from './member-rows.ts'
import { TierMove } from './tier-move.model.ts'
import { removePieces } from './vault-pieces.ts'

/**
 * Takes a deleted video out of every tier below RELIVE: its members are marked to be erased, and the collections that
 * hold them are written anew without them, or removed, by the next run of the job that writes collections. What is in
 * the cold store goes with its collection, within 30 days; what that store cannot take back is noted with it.
 */
export async function removeStoredOf(videoId: string): Promise<void> {
  const now = systemClock.now()
  const _id = new Types.ObjectId(videoId)
  const move = await findOpenMove(_id)
  if (move) await failMove(move, 'This video was deleted.', now)
  await buryMembers({ videoId: _id }, now)
  const erased = await CollectionMember.updateMany({ videoId: _id }, { $set: { isErased: true } })
  await removePieces(videoId)
  await TierMove.deleteMany({ videoId: _id, state: trusted({ $ne: 'open' }) })
  if (erased.matchedCount > 0) await enqueue('move-collections', {})
}

/** Bytes of a deleted video that is held stay until the hold ends. */
export async function isHeld(videoId: string): Promise<boolean> {
  const video = await Video.findById(videoId, { legalHold: 1 }).lean<VideoDocument>()
  return Boolean(video?.legalHold)
}
