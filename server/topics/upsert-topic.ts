import { trusted } from 'mongoose'
import type { TopicInput, UpdateTopicBody } from '#shared/topics'
import { isDuplicateKey } from '../database.ts'
import { Conflict, NotFound, Unprocessable } from '../errors.ts'
import { findCircle, type TopicNode } from './topic-order.ts'
import { Topic, type TopicDocument } from './topic.model.ts'

/**
 * Makes the topic or brings it to this input; running it again changes nothing. Prerequisites may be made later, so
 * that a list of topics can be brought in in any order.
 * @throws Unprocessable when the prerequisites would lead in a circle
 */
export async function upsertTopic(input: TopicInput): Promise<TopicDocument> {
  await refuseCircle(input)
  await ensureTopicAbove(input)
  return writeTopic(input)
}

/** A subtopic is reached through its topic, and stands on its path: where nobody made that, it is made by its name. */
async function ensureTopicAbove({ combinedTopicName, topicName }: TopicInput): Promise<void> {
  const [above = '', below] = combinedTopicName.split('/')
  if (!below || (await Topic.exists({ combinedTopicName: above }))) return
  await writeTopic({
    combinedTopicName: above,
    topicName,
    description: '',
    thumbnailURL: '',
    prerequisites: [],
  })
}

async function writeTopic(input: TopicInput): Promise<TopicDocument> {
  const write = () =>
    Topic.findOneAndUpdate(
      { combinedTopicName: input.combinedTopicName },
      { $set: input },
      { upsert: true, returnDocument: 'after' },
    )
      .lean<TopicDocument>()
      .orFail()
  // of two that make it at once the second is refused by the unique index, and finds it made then
  return write().catch((error: unknown) => (isDuplicateKey(error) ? write() : Promise.reject(error)))
}

/** @throws Conflict when it exists, Unprocessable for prerequisites that do not or that lead in a circle */
export async function createTopic(input: TopicInput): Promise<TopicDocument> {
  if (await Topic.exists({ combinedTopicName: input.combinedTopicName })) {
    throw new Conflict(`There is a topic ${input.combinedTopicName} already.`)
  }
  await refuseUnknown(input.prerequisites)
  return upsertTopic(input)
}

/** @throws NotFound, and Unprocessable as `createTopic` */
export async function updateTopic(id: string, change: UpdateTopicBody): Promise<TopicDocument> {
  const topic = await Topic.findById(id).lean<TopicDocument>()
  if (!topic) throw new NotFound('There is no such topic.')
  const { subTopicName, ...changed } = change
  // both names are the topic's searched title, so they are always written together
  const fields = { ...changed, topicName: change.topicName ?? topic.topicName }
  await refuseUnknown(change.prerequisites ?? [])
  await refuseCircle({ ...topic, ...fields })
  const kept = subTopicName === undefined ? topic.subTopicName : subTopicName
  const subTopic = kept ? { $set: { subTopicName: kept } } : { $unset: { subTopicName: 1 } }
  const updated = await Topic.findByIdAndUpdate(
    id,
    { ...subTopic, $set: { ...fields, ...('$set' in subTopic ? subTopic.$set : {}) } },
    { returnDocument: 'after' },
  ).lean<TopicDocument>()
  if (!updated) throw new NotFound('There is no such topic.')
  return updated
}

async function refuseUnknown(prerequisites: string[]): Promise<void> {
  const known = await Topic.distinct('combinedTopicName', {
    combinedTopicName: trusted({ $in: prerequisites }),
  })
  const missing = prerequisites.filter((name) => !known.includes(name))
  if (missing.length > 0) {
    throw new Unprocessable(`There is no topic ${missing.join(', ')}. Make it first.`, {
      details: missing.map((name) => ({ path: 'prerequisites', message: `${name} does not exist` })),
    })
  }
}

async function refuseCircle(changed: TopicNode): Promise<void> {
  if (changed.prerequisites.length === 0) return
  const topics = await Topic.find({}, { combinedTopicName: 1, prerequisites: 1 }).lean<TopicNode[]>()
  const others = topics.filter((topic) => topic.combinedTopicName !== changed.combinedTopicName)
  const circle = findCircle([...others, changed], changed.combinedTopicName)
  if (circle) {
    throw new Unprocessable(`These topics would each need the other first: ${circle.join(' needs ')}.`, {
      details: [{ path: 'prerequisites', message: 'lead in a circle' }],
    })
  }
}
