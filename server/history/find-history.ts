import { Types, trusted, type QueryFilter } from 'mongoose'
import type { Page, PageQuery } from '#shared/common'
import type { HistoryItemView } from '#shared/history'
import type { UserActor } from '../accounts/actor.ts'
import { readClipsWithVideos } from '../clips/find-clips.ts'
import { presentClips } from '../clips/present-clips.ts'
import { decodeCursor, encodeCursor } from '../page-cursor.ts'
import { presentVideos } from '../videos/present-videos.ts'
import { readVideos } from '../videos/read-videos.ts'
import { WatchRecord, type WatchRecordDocument } from './watch-record.model.ts'

/** Watched last first. What this person may no longer see is passed over, so that a page may be short. */
export async function findHistory(actor: UserActor, page: PageQuery): Promise<Page<HistoryItemView>> {
  const records = await WatchRecord.find({
    userId: new Types.ObjectId(actor.userId),
    ...(page.cursor ? afterPlace(page.cursor) : {}),
  })
    .sort({ watchedAt: -1, _id: -1 })
    .limit(page.limit + 1)
    .lean<WatchRecordDocument[]>()
  const shown = records.slice(0, page.limit)
  const last = records.length > page.limit ? shown.at(-1) : undefined
  return { items: await presentRecords(actor, shown), nextCursor: last ? encodeCursor(placeOf(last)) : null }
}

async function presentRecords(actor: UserActor, records: WatchRecordDocument[]): Promise<HistoryItemView[]> {
  const idsOf = (kind: string) =>
    records.filter((record) => record.targetKind === kind).map((record) => record.targetId.toString())
  const [videos, clips] = await Promise.all([
    readVideos(actor, idsOf('video')).then((found) => presentVideos(actor, found)),
    readClipsWithVideos(actor, idsOf('clip')).then(({ clips, videos }) => presentClips(actor, clips, videos)),
  ])
  const items = new Map<string, HistoryItemView['item']>([
    ...videos.map((video) => [video.id, { kind: 'video' as const, video }] as const),
    ...clips.map((clip) => [clip.id, { kind: 'clip' as const, clip }] as const),
  ])
  return records.flatMap((record) => {
    const item = items.get(record.targetId.toString())
    return item ? [presentRecord(record, item)] : []
  })
}

function presentRecord(record: WatchRecordDocument, item: HistoryItemView['item']): HistoryItemView {
  const { positionSeconds, secondsWatched, isFinished, watchedAt } = record
  const id = record._id.toString()
  return { id, item, positionSeconds, secondsWatched, isFinished, watchedAt: watchedAt.toISOString() }
}

/** The first bound is what the index seeks by; the second tells records of one moment apart. */
function afterPlace(cursor: string): QueryFilter<WatchRecordDocument> {
  const [time = '', id = ''] = decodeCursor(cursor, (key) => /^\d{1,15} [0-9a-f]{24}$/.test(key)).split(' ')
  const watchedAt = new Date(Number(time))
  return {
    watchedAt: trusted({ $lte: watchedAt }),
    $or: [
      { watchedAt: trusted({ $lt: watchedAt }) },
      { watchedAt, _id: trusted({ $lt: new Types.ObjectId(id) }) },
    ],
  }
}

function placeOf(record: WatchRecordDocument): string {
  return `${record.watchedAt.getTime()} ${record._id.toHexString()}`
}
