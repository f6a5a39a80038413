import { LRUCache } from 'lru-cache'
import { Types, trusted } from 'mongoose'
import { Clip } from '../clips/clip.model.ts'

/** A clip on the path of its topic. */
export interface PathClip {
  id: string
  /** Sorts as the path goes, whatever is added to it or taken away. */
  key: string
}

/** Of one subtopic; what a longer path has beyond is not in its feed. */
const MAX_CLIPS = 2_000
/** So long a clip that was just added may be missing from its place. Whether it may be shown is never kept. */
const PATH_MS = 5_000

const paths = new LRUCache<string, PathClip[]>({
  maxSize: 100_000,
  sizeCalculation: (clips) => clips.length + 1,
  ttl: PATH_MS,
  fetchMethod: (topicId) => readClips(new Types.ObjectId(topicId)),
})

/** A topic's own clips in the order of its path: those that a curator placed, then the rest by age. */
export async function pathClips(topicId: Types.ObjectId): Promise<PathClip[]> {
  return (await paths.fetch(topicId.toHexString())) ?? []
}

/** Both from the index alone. */
async function readClips(topicId: Types.ObjectId): Promise<PathClip[]> {
  const listed = { topicId, isListed: true }
  const [placed, others] = await Promise.all([
    Clip.find({ ...listed, pathPosition: trusted({ $gte: 0 }) }, { _id: 1, pathPosition: 1 })
      .sort({ pathPosition: 1, _id: 1 })
      .limit(MAX_CLIPS)
      .lean(),
    Clip.find({ ...listed, pathPosition: null }, { _id: 1, pathPosition: 1 })
      .sort({ _id: 1 })
      .limit(MAX_CLIPS)
      .lean(),
  ])
  return [...placed, ...others].slice(0, MAX_CLIPS).map(({ _id, pathPosition }) => {
    const id = _id.toHexString()
    return { id, key: pathPosition == null ? `u_${id}` : `p${String(pathPosition).padStart(9, '0')}_${id}` }
  })
}
