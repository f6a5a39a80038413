import { Types } from 'mongoose'
import type { TierReason } from '#shared/storage'
import type { StorageStage } from '#shared/videos'
import { systemActor, type Actor } from '../accounts/actor.ts'
import { systemClock } from '../adapters/clock/index.ts'
import { record } from '../audit/record.ts'
import { Conflict, NotFound } from '../errors.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { findOpenMove, openMove } from './journal.ts'
import { setStage } from './set-stage.ts'
import { isAfloat, isEdge } from './stage-edges.ts'
import { findStoredObjects } from './stored-objects.ts'
import type { TierMoveDocument } from './tier-move.model.ts'

export interface Wish {
  to: StorageStage
  reason: TierReason
  now?: Date
  /** When the rules look again, for a move that is done at once. */
  reviewAt?: Date
}

/**
 * Asks for a move, by an admin or by the rules. Between LIVE and RELIVE it is done at once; where bytes move, its line in
 * the journal is the wish, and a job does it. Asked twice, it is one move.
 * @throws NotFound; Conflict for a way that no video may go, for one that is being prepared or held, and while it is
 * moved elsewhere
 */
export async function moveVideo(videoId: string | Types.ObjectId, wish: Wish, actor: Actor = systemActor): Promise<void> {
  const now = wish.now ?? systemClock.now()
  const video = await Video.findOne({ _id: videoId, deletedAt: null }).lean<VideoDocument>()
  if (!video) throw new NotFound('There is no such video.')
  if (video.storageStage === wish.to) return
  const from = await requireWay(video, wish.to)
  if (actor.kind === 'user') {
    const changes = { from: video.storageStage, to: wish.to }
    await record(actor, { action: 'MOVE_VIDEO', target: `video:${video._id.toHexString()}`, changes })
  }
  if (isAfloat(video.storageStage) && isAfloat(wish.to)) return await changeAtOnce(video, { ...wish, now })
  if (video.storageStage === 'LIVE') await changeAtOnce(video, { ...wish, to: 'RELIVE', now })
  await note(video, from, { ...wish, now }, actor)
  if (wish.to === 'RELIVE') await enqueue('restore-video', { videoId: video._id.toHexString() })
  else await enqueue('move-collections', {})
} // prettier-ignore

/** @returns the stage that its bytes leave */
async function requireWay(video: VideoDocument, to: StorageStage): Promise<StorageStage> {
  const from = video.storageStage === 'LIVE' && to !== 'RELIVE' ? 'RELIVE' : video.storageStage
  const isByDeadline = to === 'AWAITING_PUSH' || from === 'AWAITING_PUSH'
  if (!isEdge(from, to) || isByDeadline) {
    throw new Conflict(`A video in ${video.storageStage} cannot be moved to ${to}.`)
  }
  if (to === 'EXPIRING' && video.legalHold) {
    throw new Conflict('This video is held: it never leaves the archive until the hold is lifted.')
  }
  if (to === 'ARCHIVE' && !(await findStoredObjects(video))) {
    throw new Conflict('This video is still being prepared. It can sink once it is ready.')
  }
  return from
}

async function changeAtOnce(video: VideoDocument, wish: Wish & { now: Date }): Promise<void> {
  const { to, reason, now, reviewAt } = wish
  if (!(await setStage(video, { to, reason, now, reviewAt }))) throw beingMoved()
}

async function note(video: VideoDocument, from: StorageStage, wish: Wish & { now: Date }, actor: Actor): Promise<void> {
  const byUserId = actor.kind === 'user' ? new Types.ObjectId(actor.userId) : null
  const bytes = video.source.sizeBytes
  const move = { videoId: video._id, from, to: wish.to, reason: wish.reason, byUserId, bytes }
  if (await openMove(move, wish.now)) return
  const other = await findOpenMove(video._id)
  if (!isSame(other, wish.to)) throw beingMoved()
} // prettier-ignore

function isSame(move: TierMoveDocument | null, to: StorageStage): boolean {
  return move?.to === to
}

function beingMoved(): Conflict {
  return new Conflict('This video is just being moved. Look again in a minute.')
}
