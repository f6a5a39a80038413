import { trusted } from 'mongoose'
import { MAX_CLIPS_PER_VIDEO } from '#shared/clips'
import { Unprocessable } from '../errors.ts'
import { announceVideoChange } from '../videos/video-changes.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { Clip, type ClipDocument } from './clip.model.ts'

/** A living writer settles its clip within milliseconds. */
const UNSETTLED_MS = 60_000

/**
 * Puts a new clip into its video's list, which has room for so many, however many are made at once.
 * @throws Unprocessable when the list is full or the video is gone; the clip is gone then, too
 */
export async function settleClip(
  clip: Pick<ClipDocument, '_id' | 'videoId'>,
  video?: Pick<VideoDocument, 'uuid'>,
): Promise<void> {
  if (!(await takePlace(clip))) {
    await Clip.deleteOne({ _id: clip._id })
    throw new Unprocessable(`A video has room for ${MAX_CLIPS_PER_VIDEO} clips. Delete one to make another.`)
  }
  await Clip.updateOne({ _id: clip._id }, { $unset: { unsettledSince: 1 } })
  if (video) announceVideoChange({ videoId: clip.videoId.toHexString(), uuid: video.uuid })
}

/** Settles what a killed writer left between the clip and its video's list. */
export async function settleLeftClips(): Promise<void> {
  const before = new Date(Date.now() - UNSETTLED_MS)
  const left = await Clip.find({ unsettledSince: trusted({ $lt: before }) }, { videoId: 1 })
    .limit(1000)
    .lean<ClipDocument[]>()
  for (const clip of left) {
    await settleClip(clip).catch((error: unknown) => {
      if (!(error instanceof Unprocessable)) throw error
    })
  }
}

async function takePlace({ _id, videoId }: Pick<ClipDocument, '_id' | 'videoId'>): Promise<boolean> {
  const hasRoom = { [`clips.${MAX_CLIPS_PER_VIDEO - 1}`]: trusted({ $exists: false }) }
  const taken = await Video.updateOne({ _id: videoId, deletedAt: null, ...hasRoom }, { $addToSet: { clips: _id } })
  if (taken.matchedCount > 0) return true
  return (await Video.exists({ _id: videoId, deletedAt: null, clips: _id })) !== null
} // prettier-ignore
