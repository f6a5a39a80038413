import { LRUCache } from 'lru-cache'
import { trusted } from 'mongoose'
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
  const known = complete.get(keyOf(videoUuid, revision))
  if (known) return known
  const pack = await Pack.findOne({ videoUuid, revision }).lean<PackDocument>()
  if (pack) keep(pack)
  return pack
}

/** Of many videos by uuid, of the revision that is out; one query for all that are not kept. */
export async function findPackIndexes(
  videos: readonly { uuid: string; packRevision: number }[],
): Promise<Map<string, PackDocument>> {
  const found = new Map<string, PackDocument>()
  const missing = new Map<string, number>()
  for (const { uuid, packRevision } of videos) {
    const known = complete.get(keyOf(uuid, packRevision))
    if (known) found.set(uuid, known)
    else missing.set(uuid, packRevision)
  }
  if (missing.size === 0) return found
  const packs = await Pack.find({
    videoUuid: trusted({ $in: [...missing.keys()] }),
    revision: trusted({ $in: [...new Set(missing.values())] }),
  }).lean<PackDocument[]>()
  for (const pack of packs.filter(({ videoUuid, revision }) => missing.get(videoUuid) === revision)) {
    keep(pack)
    found.set(pack.videoUuid, pack)
  }
  return found
}

function keep(pack: PackDocument): void {
  if (pack.isComplete) complete.set(keyOf(pack.videoUuid, pack.revision), pack)
}

function keyOf(videoUuid: string, revision: number): string {
  return `${videoUuid}:${revision}`
}
