import { createHash } from 'node:crypto'
import { Types, trusted } from 'mongoose'
import { Clip, type ClipDocument } from '../../clips/clip.model.ts'
import { readByIds } from '../../plain-reads.ts'
import { Topic } from '../../topics/topic.model.ts'
import { loneVideos } from '../../videos/lone-videos.ts'
import { FEED_VIDEO_INDEX, Video, type VideoDocument } from '../../videos/video.model.ts'
import type { Engine, EngineItem } from './engine.ts'
import type { ItemFacts } from './event-log.model.ts'
import type { News } from './event-log.ts'
import type { StoredTopic } from './topic-table.ts'

const STEP = 500
const SLOW_STAGES = ['ARCHIVE', 'EXPIRING']
const VIDEO_FIELDS = { title: 1, description: 1, uploader: 1, topicId: 1, uploadDate: 1, duration: 1, isNsfw: 1, isSensitive: 1, storageStage: 1, visibility: 1, state: 1, deletedAt: 1 } // prettier-ignore

type VideoFacts = Pick<VideoDocument, '_id' | 'title' | 'description' | 'uploader' | 'topicId' | 'uploadDate' | 'duration' | 'isNsfw' | 'isSensitive' | 'storageStage' | 'visibility' | 'state' | 'deletedAt'> // prettier-ignore

/**
 * All that the feed may show, a step at a time: listed clips of public videos, and short videos without clips.
 * @param after only what was made later; from the beginning where absent
 */
export async function* walkCatalogue(after?: string): AsyncGenerator<Map<string, ItemFacts>> {
  yield* walk(clipsAfter, after)
  yield* walk(lonesAfter, after)
}

/** What is new or was changed, and, after a whole walk, what is there no more. */
export function newsOf(engine: Engine, found: ReadonlyMap<string, ItemFacts>): News[] {
  return [...found].flatMap(([targetId, item]) => {
    const known = engine.items[engine.numbers.get(targetId) ?? -1]
    if (known?.isThere && isSame(known, item)) return []
    return [{ key: itemKey(engine, targetId, item), happening: { kind: 'item' as const, targetId, item } }]
  })
}

/** @param known of which those that are not there are gone */
export function goneNews(engine: Engine, known: readonly EngineItem[], there: ReadonlySet<string>): News[] {
  const gone = known.filter(({ isThere, id }) => isThere && !there.has(id))
  return gone.map(({ id }) => ({
    key: `g${id}:${engine.next}`,
    happening: { kind: 'gone' as const, targetId: id },
  }))
}

/** What the feed may show of some videos. */
export async function itemsOfVideos(videoIds: readonly string[]): Promise<Map<string, ItemFacts>> {
  const ids = videoIds.map((id) => new Types.ObjectId(id))
  const [videos, clips, lones] = await Promise.all([
    readByIds<VideoFacts>(Video, videoIds, VIDEO_FIELDS),
    Clip.find({ videoId: trusted({ $in: ids }), isListed: true, deletedAt: null }).lean<ClipDocument[]>(),
    Video.find({ ...loneVideos(), _id: trusted({ $in: ids }) }, { _id: 1 }).lean(),
  ])
  const open = new Map(videos.filter(isOpen).map((video) => [video._id.toHexString(), video]))
  const items = new Map<string, ItemFacts>()
  for (const clip of clips) {
    const video = open.get(clip.videoId.toHexString())
    if (video) items.set(clip._id.toHexString(), clipFacts(clip, video))
  }
  for (const { _id } of lones) {
    const video = open.get(_id.toHexString())
    if (video) items.set(_id.toHexString(), videoFacts(video))
  }
  return items
}

export async function readTopics(): Promise<StoredTopic[]> {
  const topics: StoredTopic[] = []
  for (let after: Types.ObjectId | null = null; ;) {
    const rows: { _id: Types.ObjectId; combinedTopicName: string; prerequisites?: string[] }[] =
      await Topic.find(after ? { _id: trusted({ $gt: after }) } : {}, {
        combinedTopicName: 1,
        prerequisites: 1,
      }) // prettier-ignore
        .sort({ _id: 1 })
        .limit(STEP)
        .lean()
    topics.push(...rows.map(({ _id, combinedTopicName, prerequisites = [] }) => ({ id: _id.toHexString(), combinedTopicName, prerequisites }))) // prettier-ignore
    if (rows.length < STEP) return topics
    after = rows.at(-1)!._id
  }
}

function itemKey(engine: Engine, id: string, item: ItemFacts): string {
  const facts = createHash('sha1').update(JSON.stringify(item)).digest('base64url').slice(0, 8)
  return `i${id}:${engine.next}:${facts}`
}

function isSame(known: EngineItem, item: ItemFacts): boolean {
  return Object.entries(item).every(([name, value]) => {
    const before: unknown = known[name as keyof ItemFacts]
    return value instanceof Date ? before instanceof Date && before.getTime() === value.getTime() : before === value // prettier-ignore
  })
}

interface Step {
  items: Map<string, ItemFacts>
  /** Null at the end. */
  last: string | null
}

async function* walk(
  step: (after?: string) => Promise<Step>,
  after?: string,
): AsyncGenerator<Map<string, ItemFacts>> {
  for (let from = after; ;) {
    const { items, last } = await step(from)
    if (items.size > 0) yield items
    if (last === null) return
    from = last
  }
}

async function clipsAfter(after?: string): Promise<Step> {
  const clips = await Clip.find({ isListed: true, ...above(after) })
    .sort({ _id: 1 })
    .hint({ isListed: 1, _id: -1 })
    .limit(STEP)
    .lean<ClipDocument[]>()
  const videos = await readByIds<VideoFacts>(Video, clips.map(({ videoId }) => videoId.toHexString()), VIDEO_FIELDS) // prettier-ignore
  const byId = new Map(videos.map((video) => [video._id.toHexString(), video]))
  const items = clips.flatMap((clip) => {
    const video = byId.get(clip.videoId.toHexString())
    return video && !clip.deletedAt && isOpen(video) ? [[clip._id.toHexString(), clipFacts(clip, video)] as const] : [] // prettier-ignore
  })
  return { items: new Map(items), last: lastOf(clips) }
}

async function lonesAfter(after?: string): Promise<Step> {
  const videos = await Video.find({ ...loneVideos(), ...above(after) }, VIDEO_FIELDS)
    .sort({ _id: 1 })
    .hint(FEED_VIDEO_INDEX)
    .limit(STEP)
    .lean<VideoFacts[]>()
  const items = videos.filter(isOpen).map((video) => [video._id.toHexString(), videoFacts(video)] as const)
  return { items: new Map(items), last: lastOf(videos) }
}

function above(after?: string) {
  return after ? { _id: trusted({ $gt: new Types.ObjectId(after) }) } : {}
}

function lastOf(rows: readonly { _id: Types.ObjectId }[]): string | null {
  return rows.length < STEP ? null : rows.at(-1)!._id.toHexString()
}

function isOpen({ visibility, state, deletedAt }: VideoFacts): boolean {
  return visibility === 'public' && state === 'ready' && !deletedAt
}

function clipFacts(clip: ClipDocument, video: VideoFacts): ItemFacts {
  return {
    ...videoFacts(video),
    kind: 'clip',
    title: clip.title,
    summary: beginningOf(clip.description),
    topicId: clip.topicId?.toHexString() ?? null,
    startSeconds: clip.startSeconds,
    pathPosition: clip.pathPosition ?? null,
    durationSeconds: clip.duration,
    publishedAt: clip.uploadDate,
  }
}

function videoFacts(video: VideoFacts): ItemFacts {
  return {
    kind: 'video',
    videoId: video._id.toHexString(),
    creatorId: video.uploader.toHexString(),
    title: video.title,
    summary: beginningOf(video.description),
    topicId: video.topicId?.toHexString() ?? null,
    videoTopicId: video.topicId?.toHexString() ?? null,
    startSeconds: 0,
    pathPosition: null,
    durationSeconds: video.duration,
    publishedAt: video.uploadDate,
    isNsfw: video.isNsfw,
    isSensitive: video.isSensitive,
    isSlow: SLOW_STAGES.includes(video.storageStage),
    isAway: video.storageStage === 'AWAITING_PUSH',
  }
}

/** Enough to tell its topic by. */
const SUMMARY_LENGTH = 300
const beginningOf = (description: string | undefined) => description?.slice(0, SUMMARY_LENGTH) ?? ''
