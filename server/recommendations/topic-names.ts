import { trusted } from 'mongoose'
import { Topic } from '../topics/topic.model.ts'

/** combinedTopicNames by id, of those that are there. */
export async function topicNames(ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const topics = await Topic.find({ _id: trusted({ $in: [...ids] }) }, { combinedTopicName: 1 }).lean()
  return new Map(topics.map((topic) => [topic._id.toHexString(), topic.combinedTopicName]))
}
