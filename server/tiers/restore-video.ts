import { Types } from 'mongoose'
import type { TierReason } from '#shared/storage'
import { systemClock } from '../adapters/clock/index.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { CorruptObject, Unavailable } from '../errors.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { Collection, type CollectionDocument } from './collection.model.ts'
import { CollectionMember, type CollectionMemberDocument } from './collection-member.model.ts'
import { closeMove, failMove, findOpenMove, openMove, withdrawMove } from './journal.ts'
import { buryMembers } from './member-rows.ts'
import { restoreMember } from './restore-member.ts'
import { setStage } from './set-stage.ts'
import { isAfloat } from './stage-edges.ts'
import { TierMove, type TierMoveDocument } from './tier-move.model.ts'

export interface Restoring {
  signal: AbortSignal
  /** 0 to 1. */
  report?: (share: number) => Promise<void>
  now?: Date
  reason?: TierReason
}

const NOTE_MS = 1_000

/**
 * Brings a video from ARCHIVE or EXPIRING back to RELIVE: every object under its old key, checked while it is written and
 * read back once more; then the stage; then its members are buried. Done again after a kill it goes on where it was.
 * Nothing to do for a video that is up already, is deleted, or awaits a push.
 * @throws Unavailable while another move has the video in hand; it is tried again then
 */
export async function restoreVideo(videoId: string, restoring: Restoring): Promise<void> {
  const now = restoring.now ?? systemClock.now()
  const video = await Video.findById(videoId).lean<VideoDocument>()
  const open = await findOpenMove(new Types.ObjectId(videoId))
  if (open?.to === 'RELIVE') return await restore(video, open, { ...restoring, now })
  if (!video || video.deletedAt || isAfloat(video.storageStage) || video.storageStage === 'AWAITING_PUSH') return
  // a wish that nobody has begun with gives way to somebody who watches
  if (open) await withdrawMove(open, 'This video was watched meanwhile, so it stays.', now)
  const move = await openMove(
    { videoId: video._id, from: video.storageStage, to: 'RELIVE', reason: restoring.reason ?? 'watched_again' },
    now,
  )
  if (!move) throw new Unavailable('This video is just being moved. Try again shortly.')
  await restore(video, move, { ...restoring, now })
} // prettier-ignore

type Work = Restoring & { now: Date }

async function restore(video: VideoDocument | null, move: TierMoveDocument, work: Work): Promise<void> {
  try {
    if (!video || video.deletedAt) return await giveUp(move, work)
    if (!isAfloat(video.storageStage)) {
      const written = await bringBack(video, move, work)
      if (!written) return await seeWhatChanged(move, work)
    }
    await buryMembers({ videoId: video._id }, work.now)
    await closeMove(move, work.now)
  } catch (error) {
    // damage does not pass by itself: the line says so, and the copy that is there stays where it is
    if (error instanceof CorruptObject) await failMove(move, error, work.now)
    throw error
  }
}

/** @returns null when the video was changed meanwhile */
async function bringBack(
  video: VideoDocument,
  move: TierMoveDocument,
  work: Work,
): Promise<VideoDocument | null> {
  const rows = await CollectionMember.find({ videoId: video._id }).lean<CollectionMemberDocument[]>()
  const members = rows.filter(({ collectionId }) => collectionId.equals(video.collectionId ?? undefined))
  const collection = await Collection.findById(video.collectionId).lean<CollectionDocument>()
  if (!collection || !members.some(({ role }) => role === 'pack')) {
    throw new CorruptObject('There is no record of where this video lies.')
  }
  const total = members.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  await TierMove.updateOne({ _id: move._id }, { $set: { bytes: total } })
  const note = progressOf(move, total, work)
  for (const member of members) await restoreMember(member, collection, work.signal, note)
  work.signal.throwIfAborted()
  return await setStage(video, { to: 'RELIVE', reason: move.reason, now: work.now, collectionId: null })
}

/** Deleted in the meantime, or written into another collection: that is tried again from there. */
async function seeWhatChanged(move: TierMoveDocument, work: Work): Promise<void> {
  const current = await Video.exists({ _id: move.videoId, deletedAt: null })
  if (current) throw new Unavailable('This video was changed while it was brought back. It is tried again.')
  await giveUp(move, work)
}

/** The video is deleted: what was written here after its bytes were removed would be nobody's. */
async function giveUp(move: TierMoveDocument, { now }: Work): Promise<void> {
  const members = await CollectionMember.find({ videoId: move.videoId }, { objectKey: 1 }).lean()
  for (const { objectKey } of members) await getObjectStore().remove(objectKey)
  await failMove(move, 'This video was deleted.', now)
}

/** In the journal and on the job, about once a second. */
function progressOf(move: TierMoveDocument, total: number, { report }: Work): (bytes: number) => void {
  let done = 0
  let notedAt = 0
  return (bytes) => {
    done += bytes
    if (Date.now() - notedAt < NOTE_MS) return
    notedAt = Date.now()
    const progress = total > 0 ? Math.min(1, done / total) : 1
    // a lost note is made up by the next one
    void TierMove.updateOne({ _id: move._id, state: 'open' }, { $set: { progress } }).catch(() => undefined)
    void report?.(progress).catch(() => undefined)
  }
}
