import { LRUCache } from 'lru-cache'
import { Pack, type PackDocument } from '../videos/pack.model.ts'

/** In numbers held: an hour of six renditions is some 11,000, so this is hundreds of videos in about 20 MB. */
const MAX_NUMBERS = 2_000_000

const complete = new LRUCache<string, PackDocument>({
  maxSize: MAX_NUMBERS,
  sizeCalculation: (pack) =>
    100 + pack.renditions.reduce((sum, rendition) => sum + 2 * rendition.segmentBytes.length, 0),
})

/** The index of one revision; a complete one never changes, so it is kept. Null when there is none (any more). */
export async function findPackIndex(videoUuid: string, revision: number): Promise<PackDocument | null> {
  const key = `${videoUuid}:${revision}`
  const known = complete.get(key)
  if (known) return known
  const pack = await Pack.findOne({ videoUuid, revision }).lean<PackDocument>()
  if (pack?.isComplete) complete.set(key, pack)
  return pack
}
