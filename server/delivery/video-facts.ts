import { boundedCache } from '../bounded-cache.ts'
import { onVideoChange } from '../videos/video-changes.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'

const FIELDS = {
  _id: 1,
  uuid: 1,
  uploader: 1,
  visibility: 1,
  state: 1,
  deletedAt: 1,
  duration: 1,
  packRevision: 1,
  posterKey: 1,
  previewKey: 1,
  storyboard: 1,
  captions: 1,
  waveformKey: 1,
  storageStage: 1,
  collectionId: 1,
} as const

/** What delivery needs to know of a video for every request: rights first of all. */
export type VideoFacts = Pick<VideoDocument, keyof typeof FIELDS>

/**
 * So long may another process still answer by the rights of before. A change made in this process counts at once.
 */
const FACTS_MS = 2_000

interface Entry {
  facts: Promise<VideoFacts | null>
}

const cache = boundedCache<Entry>({ entries: 5_000, keptMs: FACTS_MS })
onVideoChange(({ uuid }) => cache.delete(uuid))

/** Null when there is no such video; many requests at once ask the database once. */
export function findVideoFacts(uuid: string): Promise<VideoFacts | null> {
  const known = cache.get(uuid)
  if (known) return known.facts
  const entry = { facts: readFacts(uuid) }
  cache.set(uuid, entry)
  entry.facts.catch(() => {
    if (cache.peek(uuid) === entry) cache.delete(uuid)
  })
  return entry.facts
}

function readFacts(uuid: string): Promise<VideoFacts | null> {
  return Video.findOne({ uuid }, FIELDS).lean<VideoFacts>().exec()
}
