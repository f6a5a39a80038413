import { Types } from 'mongoose'
import type { UserActor } from '../accounts/actor.ts'
import { systemClock } from '../adapters/clock/index.ts'
import { record } from '../audit/record.ts'
import { Conflict, NotFound } from '../errors.ts'
import { announceVideoChange } from '../videos/video-changes.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { findOpenMove, withdrawMove } from './journal.ts'
import { requestRestore } from './request-restore.ts'

/**
 * Legal hold: from now on the video never leaves the archive downwards. One in the cold store, where its time runs, is
 * brought back up. Held again, it is held for the new reason.
 * @throws NotFound; Conflict for one that the server does not have any more
 */
export async function holdVideo(
  actor: UserActor,
  videoId: string,
  reason: string,
  now = systemClock.now(),
): Promise<void> {
  const video = await requireVideo(videoId)
  if (video.storageStage === 'AWAITING_PUSH') {
    throw new Conflict('The server has no copy of this video any more, so there is nothing to hold.')
  }
  await record(actor, { action: 'HOLD_VIDEO', target: `video:${videoId}`, reason })
  const legalHold = { since: now, byUserId: new Types.ObjectId(actor.userId), reason }
  await Video.updateOne({ _id: video._id, deletedAt: null }, { $set: { legalHold } })
  announceVideoChange({ videoId, uuid: video.uuid })
  const move = await findOpenMove(video._id)
  if (move?.to === 'EXPIRING') await withdrawMove(move, 'This video is held.', now)
  if (video.storageStage === 'EXPIRING') await requestRestore(videoId)
}

/** @throws NotFound. Nothing to do for one that is not held. */
export async function releaseVideo(actor: UserActor, videoId: string): Promise<void> {
  const video = await requireVideo(videoId)
  if (!video.legalHold) return
  await record(actor, { action: 'RELEASE_VIDEO', target: `video:${videoId}` })
  await Video.updateOne({ _id: video._id }, { $unset: { legalHold: 1 } })
  announceVideoChange({ videoId, uuid: video.uuid })
}

async function requireVideo(videoId: string): Promise<VideoDocument> {
  const video = await Video.findOne({ _id: videoId, deletedAt: null }).lean<VideoDocument>()
  if (!video) throw new NotFound('There is no such video.')
  return video
}
