import { Types, trusted, type QueryFilter } from 'mongoose'
import type { Page, PageQuery } from '#shared/common'
import type { ListVideosQuery } from '#shared/videos'
import { requireUser, type Actor } from '../accounts/actor.ts'
import { decodeCursor, encodeCursor } from '../page-cursor.ts'
import { viewerScope } from '../relationships/viewer-scope.ts'
import { Topic } from '../topics/topic.model.ts'
import { listedVideos } from './listed-videos.ts'
import { findMyVideos } from './my-videos.ts'
import { Video, type VideoDocument } from './video.model.ts'

/** What everybody can watch, newest first, or the caller's own in every state and in the order that was asked for. */
export async function findVideos(actor: Actor, query: ListVideosQuery): Promise<Page<VideoDocument>> {
  const within = await topicFilter(query)
  if (query.owner === 'mine') return findMyVideos(requireUser(actor).userId, query, within)
  const listed = listedVideos(await viewerScope(actor))
  // what nobody can watch now is found by its address, by search and with its creator
  const here = { storageStage: trusted({ $ne: 'AWAITING_PUSH' as const }) }
  return findPage({ ...listed, ...within, ...here }, query, query.topic ? BY.topic : BY.age)
}

/** One creator's that everybody can watch, newest first; whether the reader may know of the creator is looked at before. */
export async function findVideosOf(
  actor: Actor,
  uploaderId: string,
  page: PageQuery,
): Promise<Page<VideoDocument>> {
  const listed = listedVideos(await viewerScope(actor))
  return findPage({ ...listed, uploader: new Types.ObjectId(uploaderId) }, page, BY.listedUploader)
}

/** Indexes that give the order too. Named, because people who are hidden make one by uploader look good to the planner. */
const BY = {
  age: { visibility: 1, state: 1, _id: -1 },
  topic: { topicId: 1, _id: -1 },
  listedUploader: { uploader: 1, visibility: 1, state: 1, _id: -1 },
} as const

async function findPage(
  filter: QueryFilter<VideoDocument>,
  query: PageQuery,
  index: (typeof BY)[keyof typeof BY],
): Promise<Page<VideoDocument>> {
  const videos = await Video.find({
    ...filter,
    ...(query.cursor ? { _id: trusted({ $lt: new Types.ObjectId(readCursor(query.cursor)) }) } : {}),
    deletedAt: null,
  })
    .sort({ _id: -1 })
    .hint(index)
    .limit(query.limit + 1)
    .lean<VideoDocument[]>()
  const items = videos.slice(0, query.limit)
  const last = videos.length > query.limit ? items.at(-1) : undefined
  return { items, nextCursor: last ? encodeCursor(last._id.toHexString()) : null }
}

async function topicFilter({ topic }: ListVideosQuery): Promise<QueryFilter<VideoDocument>> {
  return topic ? { topicId: trusted({ $in: await topicIdsWithin(topic) }) } : {}
}

/** Of a topic itself and its subtopics. */
export async function topicIdsWithin(combinedTopicName: string): Promise<Types.ObjectId[]> {
  // the schema lets only letters, digits, dashes and one slash through, so nothing here is special in a RegExp; a plain
  // beginning is a range of the index, with an alternative after it all of the index would be read
  const within = new RegExp(`^${combinedTopicName}/`)
  return Topic.distinct('_id', { combinedTopicName: trusted({ $in: [combinedTopicName, within] }) })
}

function readCursor(cursor: string): string {
  return decodeCursor(cursor, (key) => /^[0-9a-f]{24}$/.test(key))
}
