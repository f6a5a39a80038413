import type { Types } from 'mongoose'
import { Unprocessable } from '../errors.ts'
import { Topic } from '../topics/topic.model.ts'

/** @throws Unprocessable for a topic that does not exist */
export async function requireTopicId(combinedTopicName: string): Promise<Types.ObjectId> {
  const topic = await Topic.exists({ combinedTopicName })
  if (topic) return topic._id
  throw new Unprocessable(`There is no topic ${combinedTopicName}. Choose one of the list.`, {
    details: [{ path: 'topic', message: 'does not exist' }],
  })
}
