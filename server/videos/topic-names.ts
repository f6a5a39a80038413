import { LRUCache } from 'lru-cache'
import { trusted, type Types } from 'mongoose'
import { Topic } from '../topics/topic.model.ts'

/** So long a topic that was deleted in another process may still be named. */
const NAME_MS = 5_000

/** A topic's combinedTopicName never changes: only whether there is such a topic. */
const names = new LRUCache<string, string>({ max: 5_000, ttl: NAME_MS })

/** The combinedTopicName of each of these by id; topics that are gone are missing. */
export async function findTopicNames(
  things: readonly { topicId?: Types.ObjectId | null }[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const unknown = new Set<string>()
  for (const id of things.flatMap(({ topicId }) => (topicId ? [topicId.toHexString()] : []))) {
    const name = names.get(id)
    if (name === undefined) unknown.add(id)
    else found.set(id, name)
  }
  if (unknown.size === 0) return found
  const topics = await Topic.find({ _id: trusted({ $in: [...unknown] }) }, { combinedTopicName: 1 }).lean()
  for (const topic of topics) {
    names.set(topic._id.toHexString(), topic.combinedTopicName)
    found.set(topic._id.toHexString(), topic.combinedTopicName)
  }
  return found
}

/** It is deleted: the next look finds none. */
export function dropTopicName(id: string): void {
  names.delete(id)
}
