import { trusted } from 'mongoose'
import type { Page, PageQuery } from '#shared/common'
import { CombinedTopicName, type TopicView } from '#shared/topics'
import { NotFound } from '../errors.ts'
import { decodeCursor, encodeCursor } from '../page-cursor.ts'
import { Topic, type TopicDocument } from './topic.model.ts'

/** By combinedTopicName, so that a topic's subtopics follow it. */
export async function findTopics(query: PageQuery): Promise<Page<TopicDocument>> {
  const after = query.cursor && decodeCursor(query.cursor, isName)
  const topics = await Topic.find(after ? { combinedTopicName: trusted({ $gt: after }) } : {})
    .sort({ combinedTopicName: 1 })
    .limit(query.limit + 1)
    .lean<TopicDocument[]>()
  const items = topics.slice(0, query.limit)
  const last = topics.length > query.limit ? items.at(-1) : undefined
  return { items, nextCursor: last ? encodeCursor(last.combinedTopicName) : null }
}

/** @throws NotFound */
export async function getTopic(id: string): Promise<TopicDocument> {
  const topic = await Topic.findById(id).lean<TopicDocument>()
  if (!topic) throw new NotFound('There is no such topic.')
  return topic
}

export async function topicExists(combinedTopicName: string): Promise<boolean> {
  return (await Topic.exists({ combinedTopicName })) !== null
}

export async function hasSubtopics(combinedTopicName: string): Promise<boolean> {
  // '0' is the character after '/'
  const below = trusted({ $gt: `${combinedTopicName}/`, $lt: `${combinedTopicName}0` })
  return (await Topic.exists({ combinedTopicName: below })) !== null
}

export function presentTopic(topic: TopicDocument): TopicView {
  return {
    id: topic._id.toString(),
    combinedTopicName: topic.combinedTopicName,
    topicName: topic.topicName,
    ...(topic.subTopicName ? { subTopicName: topic.subTopicName } : {}),
    description: topic.description,
    thumbnailURL: topic.thumbnailURL,
    prerequisites: topic.prerequisites,
  } satisfies TopicView
}

function isName(key: string): boolean {
  return CombinedTopicName.safeParse(key).success
}
