import type { Types } from 'mongoose'
import { ClipExport, type ClipExportDocument } from '../clips/clip-export.model.ts'
import { Clip, type ClipDocument } from '../clips/clip.model.ts'
import { Gone } from '../errors.ts'
import { restoreVideo } from '../tiers/restore-video.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'

/**
 * Before work that reads the pack or the original: a video that sank is brought back up. Nothing to do for one that is
 * deleted, as the work itself finds out.
 * @throws Gone while it awaits a push; Unavailable while it is moved, and the job is tried again
 */
export async function bringUp(videoId: string | Types.ObjectId, signal: AbortSignal): Promise<void> {
  const video = await Video.findById(videoId, { storageStage: 1, deletedAt: 1 }).lean<VideoDocument>()
  if (!video || video.deletedAt) return
  if (video.storageStage === 'AWAITING_PUSH') {
    throw new Gone('The server has no copy of this video any more. Once somebody gives one back, try again.')
  }
  await restoreVideo(String(videoId), { signal })
}

export async function bringUpOfClip(clipId: string, signal: AbortSignal): Promise<void> {
  const clip = await Clip.findOne({ _id: clipId, deletedAt: null }, { videoId: 1 }).lean<ClipDocument>()
  if (clip) await bringUp(clip.videoId, signal)
}

export async function bringUpOfExport(exportId: string, signal: AbortSignal): Promise<void> {
  const wish = await ClipExport.findById(exportId, { videoId: 1 }).lean<ClipExportDocument>()
  if (wish) await bringUp(wish.videoId, signal)
}
