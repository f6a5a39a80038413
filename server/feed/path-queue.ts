import { Types, trusted } from 'mongoose'
import type { FeedReason, FeedThing, PathPlace } from '#shared/feed'
import type { Actor } from '../accounts/actor.ts'
import { userIdOf } from '../engagement/engaged-item.ts'
import { InvalidInput } from '../errors.ts'
import { DONE_LEVELS } from '../learning/mastery.ts'
import { Progress } from '../learning/progress.model.ts'
import type { TopicDocument } from '../topics/topic.model.ts'
import { FEED_TOPIC_VIDEO_INDEX, Video } from '../videos/video.model.ts'
import { loneVideos } from '../videos/lone-videos.ts'
import { pathClips } from './path-clips.ts'
import { requireTopic, titleOf, topicsOnPath } from './path-topics.ts'
import type { Queue, QueueEntry, QueueRequest, QueueStep } from './queue.ts'
import { seenAmong } from './seen-things.ts'

/** Candidates that one look takes from a subtopic, and looks of one step. */
const LOOK = 50
const LOOKS = 20

/**
 * Of a subtopic what stands on its learning path and is not done, in its order, then its short videos without clips;
 * of a topic its subtopics one after another.
 * @throws NotFound when there is no such topic
 */
export function pathQueue(combinedTopicName: string): Queue {
  return async (request) => {
    const topics = await topicsOnPath(await requireTopic(combinedTopicName))
    return walkTopics(topics, request)
  }
}

interface Candidate extends FeedThing {
  key: string
  path: PathPlace | null
}

async function walkTopics(topics: TopicDocument[], request: QueueRequest): Promise<QueueStep> {
  const entries: QueueEntry[] = []
  let hasSeen = false
  let [index, after] = readPlace(topics, request.place)
  for (let look = 0; look < LOOKS && index < topics.length && entries.length < request.count; look++) {
    const topic = topics[index]!
    const found = await candidatesAfter(topic, after)
    const done = request.isAgain ? new Set<string>() : await doneAmong(request.actor, found)
    hasSeen ||= done.size > 0
    entries.push(...found.filter(({ id }) => !done.has(id)).map((thing) => entryOf(topic, thing)))
    if (found.length < LOOK) [index, after] = [index + 1, '']
    else after = found.at(-1)!.key
  }
  const next = topics[index]
  const wanted = entries.slice(0, request.count)
  const place = next ? placeOf(next, after) : null
  return { entries: wanted, place: wanted.length < entries.length ? wanted.at(-1)!.place : place, hasSeen }
}

function entryOf(topic: TopicDocument, { kind, id, key, path }: Candidate): QueueEntry {
  const title = titleOf(topic)
  const reason: FeedReason = path
    ? { code: 'next_in_path', text: `Step ${path.step} of ${path.total} in ${title}.` }
    : { code: 'topic', text: `More in ${title}.` }
  return { kind, id, reason, path, place: placeOf(topic, key) }
}

/** Fewer than `LOOK` only at the end. */
async function candidatesAfter(topic: TopicDocument, after: string): Promise<Candidate[]> {
  const clips = await pathClips(topic._id)
  const total = clips.length
  const found: Candidate[] = clips
    .map(({ id, key }, index) => {
      const path = { topic: topic.combinedTopicName, step: index + 1, total }
      return { kind: 'clip' as const, id, key, path }
    })
    .filter(({ key }) => key > after)
    .slice(0, LOOK)
  if (found.length === LOOK) return found
  return [...found, ...(await videosAfter(topic, after, LOOK - found.length))]
}

/** Oldest first, as a path goes. */
async function videosAfter(topic: TopicDocument, after: string, limit: number): Promise<Candidate[]> {
  const last = /^v_([0-9a-f]{24})$/.exec(after)?.[1]
  const videos = await Video.find(
    {
      ...loneVideos(),
      topicId: topic._id,
      ...(last ? { _id: trusted({ $gt: new Types.ObjectId(last) }) } : {}),
    },
    { _id: 1 },
  )
    .sort({ _id: 1 })
    .hint(FEED_TOPIC_VIDEO_INDEX)
    .limit(limit)
    .lean()
  return videos.map(({ _id }) => {
    const id = _id.toHexString()
    return { kind: 'video' as const, id, key: `v_${id}`, path: null }
  })
}

/** Of a path what was watched well, as its page counts it; of videos what was seen. */
async function doneAmong(actor: Actor, candidates: readonly Candidate[]): Promise<Set<string>> {
  const userId = userIdOf(actor)
  if (!userId || candidates.length === 0) return new Set()
  const idsOf = (kind: string) => candidates.filter((each) => each.kind === kind).map(({ id }) => id)
  const [rows, videos] = await Promise.all([
    Progress.find(
      { userId, clipId: trusted({ $in: idsOf('clip') }), level: trusted({ $in: [...DONE_LEVELS] }) },
      { clipId: 1 },
    ).lean(),
    seenAmong(actor, idsOf('video').reverse()),
  ])
  return new Set([...rows.map((row) => row.clipId.toHexString()), ...videos])
}

function placeOf(topic: TopicDocument, key: string): string {
  return `${topic._id.toHexString()}_${key}`
}

const PLACE = /^([0-9a-f]{24})_((?:p\d{9}_|u_|v_)[0-9a-f]{24})?$/

/** Index of the topic and the key after which it goes on. What was deleted meanwhile ends the walk: its clips are no more its. */
function readPlace(topics: readonly TopicDocument[], place: string): [number, string] {
  if (place === '') return [0, '']
  const [, topicId, key = ''] = PLACE.exec(place) ?? []
  if (!topicId)
    throw new InvalidInput('This cursor belongs to another list. Start the list again without it.')
  const index = topics.findIndex((topic) => topic._id.toHexString() === topicId)
  return index < 0 ? [topics.length, ''] : [index, key]
}
