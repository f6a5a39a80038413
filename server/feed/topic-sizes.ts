import { LRUCache } from 'lru-cache'
import { trusted, type QueryFilter, type Types } from 'mongoose'
import { Clip } from '../clips/clip.model.ts'
import { Topic, type TopicDocument } from '../topics/topic.model.ts'
import { FEED_TOPIC_VIDEO_INDEX, Video } from '../videos/video.model.ts'
import { loneVideos } from '../videos/lone-videos.ts'

/** A topic with something in its feed; the same for everybody, whatever each may see of it. */
export interface TopicSize {
  id: string
  combinedTopicName: string
  /** On its own learning path, without its subtopics. */
  clipCount: number
}

/** Counting walks the keys of all clips; so long a topic may be missing that has just got its first. */
const SIZES_MS = 30_000

const sizes = new LRUCache<'all', TopicSize[]>({ max: 1, ttl: SIZES_MS, fetchMethod: readSizes })

/** By combinedTopicName. */
export async function topicSizes(): Promise<TopicSize[]> {
  return (await sizes.fetch('all')) ?? []
}

async function readSizes(): Promise<TopicSize[]> {
  const [clips, videos] = await Promise.all([countClips(), countVideos()])
  const ids = [...new Set([...clips.keys(), ...videos.keys()])]
  const own = await findNames({ _id: trusted({ $in: ids }) })
  const above = await findNames({ combinedTopicName: trusted({ $in: namesAbove(own) }) })
  return [...own, ...above]
    .map(({ _id, combinedTopicName }) => {
      const id = _id.toHexString()
      return { id, combinedTopicName, clipCount: clips.get(id) ?? 0 }
    })
    .sort((a, b) => (a.combinedTopicName < b.combinedTopicName ? -1 : 1))
}

type Named = Pick<TopicDocument, '_id' | 'combinedTopicName'>

function findNames(filter: QueryFilter<TopicDocument>): Promise<Named[]> {
  return Topic.find(filter, { combinedTopicName: 1 }).lean<Named[]>()
}

/** Topics that have nothing of their own, only subtopics that have. */
function namesAbove(topics: readonly Named[]): string[] {
  const names = new Set(topics.map((topic) => topic.combinedTopicName))
  const above = topics.map((topic) => topic.combinedTopicName.split('/')[0]!)
  return [...new Set(above)].filter((name) => !names.has(name))
}

interface Count {
  _id: Types.ObjectId
  count: number
}
const byTopic = { $group: { _id: '$topicId', count: { $sum: 1 } } }
const anyTopic = { $type: 'objectId' }

async function countClips(): Promise<Map<string, number>> {
  const counts = await Clip.aggregate<Count>([
    { $match: { topicId: anyTopic, isListed: true } },
    byTopic,
  ]).hint({ topicId: 1, isListed: 1, _id: -1 })
  return mapOf(counts)
}

async function countVideos(): Promise<Map<string, number>> {
  const counts = await Video.aggregate<Count>([
    { $match: { ...loneVideos(), topicId: anyTopic } },
    byTopic,
  ]).hint(FEED_TOPIC_VIDEO_INDEX)
  return mapOf(counts)
}

function mapOf(counts: Count[]): Map<string, number> {
  return new Map(counts.map(({ _id, count }) => [_id.toHexString(), count]))
}
