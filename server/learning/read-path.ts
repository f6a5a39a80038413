import { LRUCache } from 'lru-cache'
import { trusted, type Types } from 'mongoose'
import { Clip, type ClipDocument } from '../clips/clip.model.ts'
import { NotFound } from '../errors.ts'
import { Topic, type TopicDocument } from '../topics/topic.model.ts'
import { inLearningOrder } from './path-order.ts'
import { Progress, type ProgressDocument } from './progress.model.ts'

/** Of one subtopic; more are counted and not listed. */
const MAX_CLIPS = 200

export interface PathPart {
  topic: TopicDocument
  clips: ClipDocument[]
  clipCount: number
}

export interface Path {
  topic: TopicDocument
  parts: PathPart[]
  /** By clip id, of the person who asks. */
  progress: Map<string, ProgressDocument>
}

/**
 * The learning path of a topic with its subtopics, or of one subtopic alone.
 * @param userId null for guests, who have no progress
 * @throws NotFound
 */
export async function readPath(topicId: Types.ObjectId | string, userId: string | null): Promise<Path> {
  const topic = await Topic.findById(topicId).lean<TopicDocument>()
  if (!topic) throw new NotFound('There is no such topic.')
  const topics = inLearningOrder([topic, ...(await subtopicsOf(topic))])
  const parts = await Promise.all(topics.map(readPart))
  // a topic is a step of its own path only where it has clips itself
  const steps = parts.filter((part) => part.topic !== topic || part.clips.length > 0 || parts.length === 1)
  return { topic, parts: steps, progress: await readProgress(userId, steps) }
}

/** The topic whose path a clip of this topic stands on: the one above it, where there is one. */
export async function findPathTopic(topicId: Types.ObjectId): Promise<TopicDocument | null> {
  const topic = await Topic.findById(topicId).lean<TopicDocument>()
  const [above = '', below] = topic?.combinedTopicName.split('/') ?? []
  if (!topic || !below) return topic
  return (await Topic.findOne({ combinedTopicName: above }).lean<TopicDocument>()) ?? topic
}

async function subtopicsOf({ combinedTopicName: name }: TopicDocument): Promise<TopicDocument[]> {
  if (name.includes('/')) return []
  // '0' is the character after '/'
  return Topic.find({ combinedTopicName: trusted({ $gt: `${name}/`, $lt: `${name}0` }) }).lean<
    TopicDocument[]
  >()
}

/** Those that a curator placed, in that order, then the rest by age. */
async function readPart(topic: TopicDocument): Promise<PathPart> {
  const listed = { topicId: topic._id, isListed: true }
  const placed = await Clip.find({ ...listed, pathPosition: trusted({ $gte: 0 }) })
    .sort({ pathPosition: 1, _id: 1 })
    .limit(MAX_CLIPS)
    .batchSize(MAX_CLIPS)
    .lean<ClipDocument[]>()
  const room = MAX_CLIPS - placed.length
  const rest = room > 0 ? await findUnplaced(listed, room) : []
  const clips = [...placed, ...rest].filter((clip) => !clip.deletedAt)
  const clipCount = clips.length < MAX_CLIPS ? clips.length : await countOfLarge(topic._id)
  return { topic, clips, clipCount }
}

/** So long the number of clips of a topic that has more than are listed may be that of a while ago. */
const COUNT_MS = 30_000
const counts = new LRUCache<string, number>({ max: 1_000, ttl: COUNT_MS })

/** Counting reads the index from end to end, for a number of which nobody misses a few. */
async function countOfLarge(topicId: Types.ObjectId): Promise<number> {
  const id = topicId.toHexString()
  const known = counts.get(id)
  if (known !== undefined) return known
  const count = await Clip.countDocuments({ topicId, isListed: true })
  counts.set(id, count)
  return count
}

function findUnplaced(listed: { topicId: Types.ObjectId; isListed: boolean }, limit: number) {
  return Clip.find({ ...listed, pathPosition: null })
    .sort({ _id: 1 })
    .limit(limit)
    .batchSize(limit)
    .lean<ClipDocument[]>()
}

async function readProgress(userId: string | null, parts: PathPart[]): Promise<Path['progress']> {
  if (!userId) return new Map()
  const clipIds = parts.flatMap((part) => part.clips.map((clip) => clip._id))
  const found = await Progress.find({ userId, clipId: trusted({ $in: clipIds }) }).lean<ProgressDocument[]>()
  return new Map(found.map((progress) => [progress.clipId.toString(), progress]))
}
