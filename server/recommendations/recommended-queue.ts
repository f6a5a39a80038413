import { trusted } from 'mongoose'
import { ALL_TOPICS, type RecommendationsBody, type RecommendationsView } from '#shared/recommendations'
import type { UserActor } from '../accounts/actor.ts'
import { announceChange } from '../changes.ts'
import { Clip } from '../clips/clip.model.ts'
import { readClips } from '../clips/find-clips.ts'
import { Unprocessable } from '../errors.ts'
import { Topic } from '../topics/topic.model.ts'
import { readVideos } from '../videos/read-videos.ts'
import { Video } from '../videos/video.model.ts'
import { Recommendation, type RecommendationDocument } from './recommendation.model.ts'

type Sequences = Record<string, string[]>

/** What comes next for this person; topics, videos and clips that are gone are left out. */
export async function getQueue(actor: UserActor): Promise<RecommendationsView> {
  const row = await Recommendation.findOne({ userId: actor.userId }).lean<StoredQueue>()
  const stored = Object.entries(row?.topicSequences ?? {}).map(
    ([topic, ids]) => [topic, ids.map(String)] as const,
  )
  const [topics, things] = await Promise.all([
    existingTopics(stored.map(([topic]) => topic)),
    existingThings(stored.flatMap(([, ids]) => ids)),
  ])
  const sequences = stored
    .filter(([topic]) => topics.has(topic))
    .map(([topic, ids]) => [topic, ids.filter((id) => things.has(id))])
  return {
    userId: actor.userId,
    topicSequences: Object.fromEntries(sequences) as Sequences,
    updatedAt: row?.updatedAt?.toISOString() ?? null,
  }
}

/** @throws Unprocessable for a topic that does not exist, or an id of nothing that this person may see */
export async function putQueue(actor: UserActor, body: RecommendationsBody): Promise<RecommendationsView> {
  const ids = [...new Set(Object.values(body.topicSequences).flat())]
  const [topics, videos, clips] = await Promise.all([
    existingTopics(Object.keys(body.topicSequences)),
    readVideos(actor, ids),
    readClips(actor, ids),
  ])
  const visible = new Set([...videos, ...clips].map((thing) => thing._id.toHexString()))
  refuseMissing(Object.keys(body.topicSequences).filter((topic) => !topics.has(topic)))
  refuseMissing(ids.filter((id) => !visible.has(id)))
  await Recommendation.updateOne(
    { userId: actor.userId },
    {
      $set: { topicSequences: body.topicSequences, updatedAt: new Date(), isOwn: true },
      $unset: { reasons: 1, builtAt: 1 },
      $inc: { version: 1 },
    },
    { upsert: true },
  )
  announceChange('queues', { userIds: [actor.userId] })
  return getQueue(actor)
}

export async function clearQueue(actor: UserActor): Promise<void> {
  await Recommendation.deleteOne({ userId: actor.userId })
  announceChange('queues', { userIds: [actor.userId] })
}

type StoredQueue = Omit<RecommendationDocument, 'topicSequences'> & { topicSequences: Sequences }

async function existingTopics(names: string[]): Promise<Set<string>> {
  const topics = await Topic.find(
    { combinedTopicName: trusted({ $in: names }) },
    { combinedTopicName: 1 },
  ).lean()
  return new Set([ALL_TOPICS, ...topics.map((topic) => topic.combinedTopicName)])
}

async function existingThings(ids: string[]): Promise<Set<string>> {
  const filter = { _id: trusted({ $in: [...new Set(ids)] }) }
  const [videos, clips] = await Promise.all([
    Video.find(filter, { _id: 1 }).lean(),
    Clip.find(filter, { _id: 1 }).lean(),
  ])
  return new Set([...videos, ...clips].map((thing) => thing._id.toHexString()))
}

function refuseMissing(missing: string[]): void {
  if (missing.length === 0) return
  throw new Unprocessable('Something in these sequences does not exist, or not for you. Leave it out.', {
    details: missing
      .slice(0, 20)
      .map((name) => ({ path: 'topicSequences', message: `${name} does not exist` })),
  })
}
