import { getObjectStore } from '../adapters/object-store/index.ts'
import { getQueue } from '../adapters/queue/index.ts'
import { JOBS } from '../jobs/catalog.ts'
import { Video } from '../videos/video.model.ts'
import { announceClipChange } from './clip-changes.ts'
import { Clip, type ClipDocument } from './clip.model.ts'
import { removeExportsOf } from './remove-exports.ts'

/**
 * Removes a clip's own bytes (its picture, files made of it) and then its document. Comments, engagement and the like
 * stand above and are removed by the worker before this.
 */
export async function removeClip(clipId: string): Promise<void> {
  const clip = await Clip.findById(clipId).lean<ClipDocument>()
  if (!clip) return
  await getQueue().cancel(JOBS['make-clip-thumbnail'].key({ clipId }))
  await removeExportsOf({ clipId })
  for await (const { key } of getObjectStore().list(`clips/${clipId}/`)) await getObjectStore().remove(key)
  await Video.updateOne({ _id: clip.videoId }, { $pull: { clips: clip._id } })
  await Clip.deleteOne({ _id: clip._id })
  announceClipChange(clipId)
}

/** Every clip of a video that goes; cut anywhere, it is run again. */
export async function removeClipsOf(videoId: string): Promise<void> {
  for await (const clip of Clip.find({ videoId }, { _id: 1 }).lean().cursor()) {
    await removeClip(clip._id.toHexString())
  }
}
