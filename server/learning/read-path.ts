import { Types, trusted, type QueryFilter } from 'mongoose'
import type { Actor } from '../accounts/actor.ts'
import { boundedCache } from '../bounded-cache.ts'
import { onClipChange } from '../clips/clip-changes.ts'
import { Clip, type ClipDocument } from '../clips/clip.model.ts'
import { userIdOf } from '../engagement/engaged-item.ts'
import { NotFound } from '../errors.ts'
import { readPlain } from '../plain-reads.ts'
import { viewerScope, type ViewerScope } from '../relationships/viewer-scope.ts'
import { Topic, type TopicDocument } from '../topics/topic.model.ts'
import { inLearningOrder } from './path-order.ts'
import { Progress, type ProgressDocument } from './progress.model.ts'

/** Of one subtopic; more are counted, and are no steps yet. */
export const MAX_CLIPS = 200

/** What makes a clip a step: a path may have a thousand, of which few are shown at once. */
export type PathClip = Pick<ClipDocument, '_id' | 'uploader' | 'deletedAt'>

export interface PathPart {
  topic: TopicDocument
  /** In order, without those of people who are hidden from the reader. */
  clips: PathClip[]
  clipCount: number
}

export interface Path {
  topic: TopicDocument
  parts: PathPart[]
  /** By clip id, of the person who asks. */
  progress: Map<string, PathProgress>
}

export type PathProgress = Pick<ProgressDocument, 'clipId' | 'level' | 'share'>

/**
 * The learning path of a topic with its subtopics, or of one subtopic alone, as this reader stands on it. Guests have no
 * progress.
 * @throws NotFound
 */
export async function readPath(actor: Actor, topicId: Types.ObjectId | string): Promise<Path> {
  const topic = await Topic.findById(topicId).lean<TopicDocument>()
  if (!topic) throw new NotFound('There is no such topic.')
  const [below, scope] = await Promise.all([subtopicsOf(topic), viewerScope(actor)])
  const parts = await Promise.all(inLearningOrder([topic, ...below]).map((each) => readPart(each, scope)))
  // a topic is a step of its own path only where it has clips itself
  const steps = parts.filter((part) => part.topic !== topic || part.clips.length > 0 || parts.length === 1)
  return { topic, parts: steps, progress: await readProgress(userIdOf(actor), steps) }
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

async function readPart(topic: TopicDocument, { hiddenUserIds }: ViewerScope): Promise<PathPart> {
  const { clips, clipCount } = await stepsOf(topic._id)
  const shown = clips.filter((clip) => !hiddenUserIds.has(clip.uploader.toHexString()))
  return { topic, clips: shown, clipCount: clipCount - (clips.length - shown.length) }
}

type Steps = Pick<PathPart, 'clips' | 'clipCount'>

/**
 * The same for every reader, and asked for with each clip that is watched. So long a step that came or went in another
 * process may go unseen; who is shown one is looked at each time.
 */
const STEPS_MS = 10_000
const knownSteps = boundedCache<Promise<Steps>>({ entries: 300, keptMs: STEPS_MS })
onClipChange(() => knownSteps.clear())

/** Their order has changed: the next look is a fresh one. */
export function forgetSteps(topicId: Types.ObjectId): void {
  knownSteps.delete(topicId.toHexString())
}

function stepsOf(topicId: Types.ObjectId): Promise<Steps> {
  const id = topicId.toHexString()
  const known = knownSteps.get(id)
  if (known) return known
  const reading = readSteps(topicId)
  knownSteps.set(id, reading)
  reading.catch(() => knownSteps.peek(id) === reading && knownSteps.delete(id))
  return reading
}

/** Those that a curator placed, in that order, then the rest by age. */
async function readSteps(topicId: Types.ObjectId): Promise<Steps> {
  const listed = { topicId, isListed: true }
  const placed = await findSteps({ ...listed, pathPosition: trusted({ $gte: 0 }) }, MAX_CLIPS)
  const room = MAX_CLIPS - placed.length
  const rest = room > 0 ? await findSteps({ ...listed, pathPosition: null }, room) : []
  const clips = [...placed, ...rest].filter((clip) => !clip.deletedAt)
  return { clips, clipCount: clips.length < MAX_CLIPS ? clips.length : await countOfLarge(topicId) }
}

function findSteps(filter: QueryFilter<ClipDocument>, limit: number): Promise<PathClip[]> {
  return Clip.find(filter, { uploader: 1, deletedAt: 1 })
    .sort({ pathPosition: 1, _id: 1 })
    .limit(limit)
    .batchSize(limit)
    .lean<PathClip[]>()
}

/** So long the number of clips of a topic that has more than are listed may be that of a while ago. */
const COUNT_MS = 5 * 60_000
/** Beyond this a count is not worth its price. */
const COUNT_LIMIT = 10_000
const counts = boundedCache<number>({ entries: 1_000, keptMs: COUNT_MS })

/** Counting reads the index from end to end, for a number of which nobody misses a few. */
async function countOfLarge(topicId: Types.ObjectId): Promise<number> {
  const id = topicId.toHexString()
  const known = counts.get(id)
  if (known !== undefined) return known
  const count = await Clip.countDocuments({ topicId, isListed: true }, { limit: COUNT_LIMIT })
  counts.set(id, count)
  return count
}

/** Most people know less than so many clips: all of it is found sooner than a thousand clips one by one. */
const FEW = 300

async function readProgress(userId: string | null, parts: PathPart[]): Promise<Path['progress']> {
  const clipIds = parts.flatMap((part) => part.clips.map((clip) => clip._id))
  if (!userId || clipIds.length === 0) return new Map()
  const mine = { userId: new Types.ObjectId(userId) }
  const read = (filter: object, limit: number) =>
    readPlain<PathProgress>(Progress, { ...mine, ...filter }, { projection: { clipId: 1, level: 1, share: 1 }, limit }) // prettier-ignore
  const all = await read({}, FEW + 1)
  const found = all.length <= FEW ? all : await read({ clipId: { $in: clipIds } }, clipIds.length)
  return new Map(found.map((progress) => [progress.clipId.toHexString(), progress]))
}
