import { getObjectStore } from '../adapters/object-store/index.ts'
import { getQueue } from '../adapters/queue/index.ts'
import { JOBS, type JobName } from '../jobs/catalog.ts'
import { partsOf } from './pack-parts.ts'
import { Pack, type PackDocument } from './pack.model.ts'
import { VideoSignals } from './video-signals.model.ts'
import { Video, type VideoDocument } from './video.model.ts'

const WORK_ON_A_VIDEO = [
  'publish-first',
  'encode-ladder',
  'make-artwork',
  'compress-original',
  'analyse-video',
  'remove-early-pack',
  'make-video-thumbnail',
] as const satisfies JobName[]

/**
 * Removes every byte of a deleted video, then its records; the document with the mark goes last, so that a run that
 * was cut is found and done again. What a job still stores after this, `publishPack` and `attachArtwork` remove.
 */
export async function removeVideo(videoId: string, signal?: AbortSignal): Promise<void> {
  const video = await Video.findById(videoId).lean<VideoDocument>()
  if (!video?.deletedAt) return
  for (const name of WORK_ON_A_VIDEO) await getQueue().cancel(JOBS[name].key({ videoId }))
  for (const key of await objectKeysOf(video)) {
    signal?.throwIfAborted()
    await getObjectStore().remove(key)
  }
  await Pack.deleteMany({ videoUuid: video.uuid })
  await VideoSignals.deleteOne({ _id: video._id })
  await Video.deleteOne({ _id: videoId })
}

/** By the fixed names of keys and by what the records say, so that neither a lost record nor a moved object leaves bytes. */
async function objectKeysOf(video: VideoDocument): Promise<Set<string>> {
  const keys = new Set([`videos/${video.uuid}`, `originals/${video.uuid}`, video.source.objectKey])
  for (const prefix of [`early/${video.uuid}`, `artwork/${video.uuid}/`]) {
    for await (const { key } of getObjectStore().list(prefix)) keys.add(key)
  }
  for (const pack of await Pack.find({ videoUuid: video.uuid }).lean<PackDocument[]>()) {
    for (const part of partsOf(pack)) keys.add(part.objectKey)
  }
  return keys
}
