import { trusted, type Types } from 'mongoose'
import { knownThings } from '../known-things.ts'
import { Topic } from '../topics/topic.model.ts'

/** So long a topic that was deleted in another process may still be named. */
const NAME_MS = 60_000

/** A topic's combinedTopicName never changes: only whether there is such a topic. */
const names = knownThings<string>({ entries: 5_000, keptMs: NAME_MS, read: readNames })

/** The combinedTopicName of each of these by id; topics that are gone are missing. */
export function findTopicNames(
  things: readonly { topicId?: Types.ObjectId | null }[],
): Promise<Map<string, string>> {
  return names.find(things.flatMap(({ topicId }) => (topicId ? [topicId.toHexString()] : [])))
}

/** It is deleted: the next look finds none. */
export function dropTopicName(id: string): void {
  names.forget(id)
}

async function readNames(ids: string[]): Promise<Map<string, string>> {
  const topics = await Topic.find({ _id: trusted({ $in: ids }) }, { combinedTopicName: 1 }).lean()
  return new Map(topics.map((topic) => [topic._id.toHexString(), topic.combinedTopicName]))
}
