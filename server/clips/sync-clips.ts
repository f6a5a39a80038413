import { trusted } from 'mongoose'
import { isOpenToAll } from '../videos/video-policy.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { Clip } from './clip.model.ts'

/**
 * Lists skip clips of hidden videos by `isListed`, which follows the video here; rights never depend on it. Looks
 * again at the end, so that a change made meanwhile is not passed over.
 */
export async function syncClips(videoId: string): Promise<void> {
  let isListed = await isVideoOpen(videoId)
  for (;;) {
    await Clip.updateMany(
      { videoId, deletedAt: null, isListed: trusted({ $ne: isListed }) },
      { $set: { isListed } },
    )
    const now = await isVideoOpen(videoId)
    if (now === isListed) return
    isListed = now
  }
}

async function isVideoOpen(videoId: string): Promise<boolean> {
  const video = await Video.findById(videoId, {
    visibility: 1,
    state: 1,
    deletedAt: 1,
    uploader: 1,
  }).lean<VideoDocument>()
  return video !== null && isOpenToAll(video)
}
