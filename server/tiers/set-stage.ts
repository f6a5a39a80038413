import { trusted, type QueryFilter, type Types } from 'mongoose'
import type { TierReason } from '#shared/storage'
import type { StorageStage } from '#shared/videos'
import { Conflict } from '../errors.ts'
import { announceVideoChange } from '../videos/video-changes.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { isEdge } from './stage-edges.ts'

/** As the mover read it: the change is made only while it is still so. */
export type SeenStage = Pick<VideoDocument, '_id' | 'storageStage' | 'storageRevision'>

export interface StageChange {
  to: StorageStage
  reason: TierReason
  now: Date
  /** When the rules look again; a day from now unless told, never while it awaits a push. */
  reviewAt?: Date
  /** The collection that it lies in afterwards; stays as it is unless told. */
  collectionId?: Types.ObjectId | null
  isOriginalGone?: true
  /** What else must still be so. */
  expect?: QueryFilter<VideoDocument>
}

const DAY_MS = 24 * 3600_000

/**
 * The one place where a video's stage changes: one atomic write that names the stage and the revision that were read, so
 * that of two movers one wins.
 * @returns the video afterwards; null where it is no longer as it was seen, or is deleted: nothing is changed then
 * @throws Conflict for a way that no video may go
 */
export async function setStage(seen: SeenStage, change: StageChange): Promise<VideoDocument | null> {
  if (!isEdge(seen.storageStage, change.to)) {
    throw new Conflict(`A video in ${seen.storageStage} cannot be moved to ${change.to}.`)
  }
  return await writeStage(seen, change)
}

/** It stays in ARCHIVE, in another collection. As `setStage`. */
export async function changeCollection(
  seen: SeenStage,
  change: Pick<StageChange, 'expect'> & { collectionId: Types.ObjectId },
): Promise<VideoDocument | null> {
  const { collectionId, expect } = change
  return await write(seen, { collectionId }, expect)
}

async function writeStage(seen: SeenStage, change: StageChange): Promise<VideoDocument | null> {
  const { to, reason, now, collectionId, isOriginalGone } = change
  const reviewAt = change.reviewAt ?? new Date(now.getTime() + DAY_MS)
  const set = {
    storageStage: to,
    storageReason: reason,
    storageSince: now,
    ...(to === 'AWAITING_PUSH' ? {} : { storageReviewAt: reviewAt }),
    ...(collectionId === undefined ? {} : { collectionId }),
    ...(isOriginalGone ? { isOriginalGone } : {}),
  }
  return await write(seen, set, change.expect, to === 'AWAITING_PUSH')
}

async function write(
  seen: SeenStage,
  set: object,
  expect: QueryFilter<VideoDocument> = {},
  isLast = false,
): Promise<VideoDocument | null> {
  const revision = seen.storageRevision
  const video = await Video.findOneAndUpdate(
    {
      _id: seen._id,
      deletedAt: null,
      storageStage: seen.storageStage,
      // documents of before there were revisions have none
      storageRevision: revision ? revision : trusted({ $in: [0, null] }),
      ...expect,
    },
    {
      $set: set,
      $inc: { storageRevision: 1 },
      // what the rules wanted of the revision before
      $unset: { storageWanted: 1, ...(isLast ? { storageReviewAt: 1 } : {}) },
    },
    { returnDocument: 'after' },
  ).lean<VideoDocument>()
  if (video) announceVideoChange({ videoId: video._id.toHexString(), uuid: video.uuid })
  return video
}
