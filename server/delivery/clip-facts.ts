import { boundedCache } from '../bounded-cache.ts'
import { onClipChange } from '../clips/clip-changes.ts'
import { Clip, type ClipDocument } from '../clips/clip.model.ts'
import { Video } from '../videos/video.model.ts'

const FIELDS = { videoId: 1, startSeconds: 1, endSeconds: 1, thumbnailSeconds: 1, thumbnailKey: 1 } as const

/** What delivery needs to know of a clip; rights and media are its video's. */
export type ClipFacts = Pick<ClipDocument, '_id' | keyof typeof FIELDS> & { videoUuid: string }

/** So long may another process still answer by the times of before. A change made in this process counts at once. */
const FACTS_MS = 2_000

const cache = boundedCache<Promise<ClipFacts | null>>({ entries: 5_000, keptMs: FACTS_MS })
onClipChange((clipId) => cache.delete(clipId))

/** Null when there is no such clip; many requests at once ask the database once. */
export function findClipFacts(clipId: string): Promise<ClipFacts | null> {
  const known = cache.get(clipId)
  if (known) return known
  const reading = readFacts(clipId)
  cache.set(clipId, reading)
  reading.catch(() => cache.peek(clipId) === reading && cache.delete(clipId))
  return reading
}

async function readFacts(clipId: string): Promise<ClipFacts | null> {
  const clip = await Clip.findOne({ _id: clipId, deletedAt: null }, FIELDS).lean<ClipDocument>()
  const video = clip && (await Video.findById(clip.videoId, { uuid: 1 }).lean())
  return clip && video ? { ...clip, videoUuid: video.uuid } : null
}
