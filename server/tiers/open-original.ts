import type { Readable } from 'node:stream'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { openStoredRange } from './read-stored.ts'
import { isAfloat } from './stage-edges.ts'

/**
 * The file as it was uploaded, from whatever tier, without bringing the video back up; null where the server does not have
 * it any more. What is wrong with it is thrown when it is opened.
 */
export async function findOriginal(videoId: string): Promise<(() => Promise<Readable>) | null> {
  const video = await Video.findOne({ _id: videoId, deletedAt: null }).lean<VideoDocument>()
  if (!video || video.isOriginalGone || video.storageStage === 'AWAITING_PUSH') return null
  const { objectKey, sizeBytes } = video.source
  if (isAfloat(video.storageStage) && !(await getObjectStore().stat(objectKey))) return null
  const wanted = { role: 'original', objectKey, sizeBytes } as const
  return () => openStoredRange(video, wanted, { start: 0, end: sizeBytes - 1 })
}
