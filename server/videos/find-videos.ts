import { Types, trusted, type QueryFilter } from 'mongoose'
import type { Page, PageQuery } from '#shared/common'
import type { ListVideosQuery } from '#shared/videos'
import { requireUser, type Actor } from '../accounts/actor.ts'
import { decodeCursor, encodeCursor } from '../page-cursor.ts'
import { viewerScope } from '../relationships/viewer-scope.ts'
import { Topic } from '../topics/topic.model.ts'
import { listedVideos } from './listed-videos.ts'
import { Video, type VideoDocument } from './video.model.ts'

/** Newest first: what everybody can watch, or the caller's own in every state. */
export async function findVideos(actor: Actor, query: ListVideosQuery): Promise<Page<VideoDocument>> {
  return findPage({ ...(await scopeOf(actor, query)), ...(await topicFilter(query)) }, query)
}

/** One creator's that everybody can watch, newest first; whether the reader may know of the creator is looked at before. */
export async function findVideosOf(
  actor: Actor,
  uploaderId: string,
  page: PageQuery,
): Promise<Page<VideoDocument>> {
  const listed = listedVideos(await viewerScope(actor))
  return findPage({ ...listed, uploader: new Types.ObjectId(uploaderId) }, page)
}

async function findPage(filter: QueryFilter<VideoDocument>, query: PageQuery): Promise<Page<VideoDocument>> {
  const videos = await Video.find({
    ...filter,
    ...(query.cursor ? { _id: trusted({ $lt: new Types.ObjectId(readCursor(query.cursor)) }) } : {}),
    deletedAt: null,
  })
    .sort({ _id: -1 })
    .limit(query.limit + 1)
    .lean<VideoDocument[]>()
  const items = videos.slice(0, query.limit)
  const last = videos.length > query.limit ? items.at(-1) : undefined
  return { items, nextCursor: last ? encodeCursor(last._id.toHexString()) : null }
}

async function scopeOf(actor: Actor, query: ListVideosQuery): Promise<QueryFilter<VideoDocument>> {
  if (query.owner === 'mine') return { uploader: new Types.ObjectId(requireUser(actor).userId) }
  return listedVideos(await viewerScope(actor))
}

async function topicFilter({ topic }: ListVideosQuery): Promise<QueryFilter<VideoDocument>> {
  return topic ? { topicId: trusted({ $in: await topicIdsWithin(topic) }) } : {}
}

/** Of a topic itself and its subtopics. */
export async function topicIdsWithin(combinedTopicName: string): Promise<Types.ObjectId[]> {
  // the schema lets only letters, digits, dashes and one slash through, so nothing here is special in a RegExp
  const pattern = new RegExp(`^${combinedTopicName}(?:/|$)`)
  return Topic.distinct('_id', { combinedTopicName: trusted({ $regex: pattern }) })
}

function readCursor(cursor: string): string {
  return decodeCursor(cursor, (key) => /^[0-9a-f]{24}$/.test(key))
}
