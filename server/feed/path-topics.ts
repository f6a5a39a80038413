import { trusted } from 'mongoose'
import { NotFound } from '../errors.ts'
import { inLearningOrder } from '../learning/path-order.ts'
import { Topic, type TopicDocument } from '../topics/topic.model.ts'

/** Of one topic; a feed shows no more. */
const MAX_SUBTOPICS = 200

/** @throws NotFound */
export async function requireTopic(combinedTopicName: string): Promise<TopicDocument> {
  const topic = await Topic.findOne({ combinedTopicName }).lean<TopicDocument>()
  if (!topic) throw new NotFound('There is no such topic.')
  return topic
}

/** A topic with its subtopics, each after those it needs; a subtopic alone. */
export async function topicsOnPath(topic: TopicDocument): Promise<TopicDocument[]> {
  if (topic.combinedTopicName.includes('/')) return [topic]
  return [topic, ...(await subtopicsInOrder(topic.combinedTopicName))]
}

export async function subtopicsInOrder(topicName: string): Promise<TopicDocument[]> {
  // '0' is the character after '/'
  const below = trusted({ $gt: `${topicName}/`, $lt: `${topicName}0` })
  const found = await Topic.find({ combinedTopicName: below })
    .sort({ combinedTopicName: 1 })
    .limit(MAX_SUBTOPICS)
    .lean<TopicDocument[]>()
  return inLearningOrder(found)
}

export function titleOf({ topicName, subTopicName }: TopicDocument): string {
  return subTopicName ?? topicName
}
