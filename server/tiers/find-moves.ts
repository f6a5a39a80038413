import { Types, trusted } from 'mongoose'
import type { Page, PageQuery } from '#shared/common'
import type { TierMoveView } from '#shared/storage'
import { findPeople } from '../accounts/find-people.ts'
import { decodeCursor, encodeCursor } from '../page-cursor.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { Collection } from './collection.model.ts'
import { TierMove, type TierMoveDocument } from './tier-move.model.ts'

export interface FindMoves extends PageQuery {
  videoId?: string
  state?: TierMoveDocument['state']
}

/** The journal, newest first: of everything, of one video, or of one state. For admins. */
export async function findMoves({ limit, cursor, videoId, state }: FindMoves): Promise<Page<TierMoveView>> {
  const rows = await TierMove.find({
    ...(videoId ? { videoId: new Types.ObjectId(videoId) } : {}),
    ...(state ? { state } : {}),
    ...(cursor ? { _id: trusted({ $lt: new Types.ObjectId(readCursor(cursor)) }) } : {}),
  })
    .sort({ _id: -1 })
    .hint(videoId ? { videoId: 1, _id: -1 } : state ? { state: 1, _id: -1 } : { _id: 1 })
    .limit(limit + 1)
    .lean<TierMoveDocument[]>()
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    items: await presentMoves(rows.slice(0, limit)),
    nextCursor: last ? encodeCursor(last._id.toHexString()) : null,
  }
}

async function presentMoves(rows: TierMoveDocument[]): Promise<TierMoveView[]> {
  const [titles, numbers, people] = await Promise.all([
    findTitles(rows),
    findNumbers(rows),
    findPeople([...new Set(rows.flatMap(({ byUserId }) => byUserId?.toHexString() ?? []))]),
  ])
  return rows.map((row) => ({
    id: row._id.toHexString(),
    videoId: row.videoId?.toHexString() ?? null,
    title: titles.get(String(row.videoId)) ?? null,
    collection: numbers.get(String(row.collectionId)) ?? null,
    from: row.from,
    to: row.to,
    reason: row.reason,
    by: people.get(String(row.byUserId)) ?? null,
    state: row.state,
    bytes: row.bytes,
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    error: row.error,
  })) satisfies TierMoveView[]
}

async function findTitles(rows: TierMoveDocument[]): Promise<Map<string, string>> {
  const ids = rows.flatMap(({ videoId }) => videoId ?? [])
  const videos = await Video.find({ _id: trusted({ $in: ids }) }, { title: 1 }).lean<VideoDocument[]>()
  return new Map(videos.map(({ _id, title }) => [_id.toHexString(), title]))
}

async function findNumbers(rows: TierMoveDocument[]): Promise<Map<string, number>> {
  const ids = rows.flatMap(({ collectionId }) => collectionId ?? [])
  const found = await Collection.find({ _id: trusted({ $in: ids }) }, { number: 1 }).lean()
  return new Map(found.map(({ _id, number }) => [_id.toHexString(), number]))
}

function readCursor(cursor: string): string {
  return decodeCursor(cursor, (key) => /^[0-9a-f]{24}$/.test(key))
}
