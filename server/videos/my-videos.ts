import { Types, trusted, type QueryFilter } from 'mongoose'
import { termsOf } from '#shared/search-words'
import type { Page } from '#shared/common'
import type { ListVideosQuery } from '#shared/videos'
import { decodeCursor, encodeCursor } from '../page-cursor.ts'
import { Video, type VideoDocument } from './video.model.ts'

type MyQuery = Pick<ListVideosQuery, 'q' | 'sort' | 'cursor' | 'limit'>

/** Each with the index that gives the order, and so never sorts. */
const ORDERS = {
  newest: { sort: { _id: -1 }, index: { uploader: 1, _id: -1 } },
  oldest: { sort: { _id: 1 }, index: { uploader: 1, _id: -1 } },
  views: { sort: { viewCount: -1, _id: -1 }, index: { uploader: 1, viewCount: -1, _id: -1 } },
} as const

/** One creator's own in every state. A search looks through what is theirs, which is bounded by one person's work. */
export async function findMyVideos(
  uploaderId: string,
  query: MyQuery,
  within: QueryFilter<VideoDocument> = {},
): Promise<Page<VideoDocument>> {
  const order = query.sort ?? 'newest'
  const { sort, index } = ORDERS[order]
  const videos = await Video.find({
    uploader: new Types.ObjectId(uploaderId),
    ...within,
    $and: [{ deletedAt: null }, ...wordFilters(query.q), ...after(order, query.cursor)],
  })
    .sort(sort)
    .hint(index)
    .limit(query.limit + 1)
    .lean<VideoDocument[]>()
  const items = videos.slice(0, query.limit)
  const last = videos.length > query.limit ? items.at(-1) : undefined
  return { items, nextCursor: last ? encodeCursor(`${last.viewCount} ${last._id.toHexString()}`) : null }
}

function wordFilters(question: string | undefined): QueryFilter<VideoDocument>[] {
  if (!question) return []
  const { whole, last } = termsOf(question)
  const words = whole.map((word) => ({ searchTitle: word }) as QueryFilter<VideoDocument>)
  if (last === null) return words
  const begins = { $elemMatch: { $gte: last, $lt: `${last}\u{10ffff}` } }
  return [...words, { searchTitle: trusted(begins) } as QueryFilter<VideoDocument>]
}

function after(order: keyof typeof ORDERS, cursor: string | undefined): QueryFilter<VideoDocument>[] {
  if (!cursor) return []
  const [views, id] = decodeCursor(cursor, (key) => /^\d{1,15} [0-9a-f]{24}$/.test(key)).split(' ')
  const _id = new Types.ObjectId(id)
  if (order === 'oldest') return [{ _id: trusted({ $gt: _id }) }]
  if (order === 'newest') return [{ _id: trusted({ $lt: _id }) }]
  const viewCount = Number(views)
  return [
    { viewCount: trusted({ $lte: viewCount }) },
    { $or: [{ viewCount: trusted({ $lt: viewCount }) }, { viewCount, _id: trusted({ $lt: _id }) }] },
  ]
}
