import type { Types } from 'mongoose'
import { trusted } from 'mongoose'
import type { ResumeView, WatchEvent as Report } from '#shared/engagement'
import { isDuplicateKey } from '../database.ts'
import { creditWatching, type Credit } from '../engagement/credit-watching.ts'
import { WatchEvent } from '../engagement/watch-event.model.ts'
import { isHistoryPaused } from './history-settings.ts'
import { WatchRecord, type WatchRecordDocument } from './watch-record.model.ts'

/** What was watched. `startSeconds`: where in its video it begins; 0 for the video itself. */
export interface WatchedItem {
  kind: 'video' | 'clip'
  id: string
  videoId: string
  topicId: Types.ObjectId | null
  startSeconds: number
  durationSeconds: number
  /** Of its video. */
  videoSeconds: number
}

/** Tries of a write that others of the same person's windows may come before. */
const TRIES = 8

/**
 * Keeps what a player reported: how far they are, and each event for the recommendations. An event that comes twice
 * counts once; what comes too quickly is cut (credit-watching.ts). Nothing is kept while the history is paused.
 */
export async function recordWatching(
  userId: string,
  item: WatchedItem,
  events: readonly Report[],
  now = new Date(),
): Promise<ResumeView> {
  if (await isHistoryPaused(userId)) return { positionSeconds: 0, updatedAt: null }
  const fresh = await withoutKnown(userId, inOrder(events))
  if (fresh.length === 0) return findPlace(userId, item)
  const { record, credit } = await moveRecord(userId, item, fresh, now)
  await keepEvents(userId, item, fresh, credit, now)
  return { positionSeconds: record.videoPositionSeconds, updatedAt: record.watchedAt.toISOString() }
}

function inOrder(events: readonly Report[]): Report[] {
  const unique = new Map(events.map((event) => [event.id, event]))
  return [...unique.values()].sort((a, b) => b.secondsAgo - a.secondsAgo)
}

async function withoutKnown(userId: string, events: Report[]): Promise<Report[]> {
  const ids = events.map((event) => event.id)
  const known = await WatchEvent.find({ userId, eventId: trusted({ $in: ids }) }, { eventId: 1 }).lean()
  const knownIds = new Set(known.map((event) => event.eventId))
  return events.filter((event) => !knownIds.has(event.id))
}

async function findPlace(userId: string, item: WatchedItem): Promise<ResumeView> {
  const record = await WatchRecord.findOne({ userId, targetId: item.id }).lean<WatchRecordDocument>()
  return {
    positionSeconds: record?.videoPositionSeconds ?? 0,
    updatedAt: record?.watchedAt.toISOString() ?? null,
  }
}

/** By compare-and-set on the time of the last report, so that two windows do not credit the same seconds twice. */
async function moveRecord(userId: string, item: WatchedItem, events: Report[], now: Date) {
  for (let attempt = 1; ; attempt++) {
    const before = await WatchRecord.findOne({ userId, targetId: item.id }).lean<WatchRecordDocument>()
    const facts = {
      durationSeconds: item.durationSeconds,
      lastReportAt: before?.watchedAt ?? null,
      now,
    }
    const credit = creditWatching(events, facts)
    const record = await writeRecord(userId, item, credit, before, now)
    if (record) return { record, credit }
    if (attempt === TRIES) throw new Error(`the watch record of ${item.kind} ${item.id} is never at rest`)
  }
}

/** Null when another report came in between. */
async function writeRecord(
  userId: string,
  item: WatchedItem,
  credit: Credit,
  before: WatchRecordDocument | null,
  now: Date,
): Promise<WatchRecordDocument | null> {
  const change = {
    $set: {
      targetKind: item.kind,
      videoId: item.videoId,
      positionSeconds: credit.positionSeconds,
      videoPositionSeconds: placeInVideo(item, credit),
      isFinished: credit.isFinished,
      watchedAt: now,
    },
    $inc: { secondsWatched: sum(credit.secondsWatched) },
  }
  const filter = before
    ? { _id: before._id, watchedAt: before.watchedAt }
    : { userId, targetId: item.id, watchedAt: now }
  try {
    return await WatchRecord.findOneAndUpdate(filter, change, {
      upsert: !before,
      returnDocument: 'after',
    }).lean<WatchRecordDocument>()
  } catch (error) {
    if (isDuplicateKey(error)) return null
    throw error
  }
}

/** A video that was seen to its end begins anew; after a clip it goes on where the clip ended. */
function placeInVideo(item: WatchedItem, credit: Credit): number {
  const place = item.startSeconds + credit.positionSeconds
  return credit.isFinished && place >= item.videoSeconds - 1 ? 0 : place
}

async function keepEvents(userId: string, item: WatchedItem, events: Report[], credit: Credit, now: Date) {
  const credited = events.map((event, index) => ({
    event,
    secondsWatched: credit.secondsWatched[index] ?? 0,
  }))
  const documents = credited.filter(saysSomething).map(({ event, secondsWatched }) => ({
    eventId: event.id,
    userId,
    targetKind: item.kind,
    targetId: item.id,
    videoId: item.videoId,
    topicId: item.topicId,
    positionSeconds: Math.min(event.positionSeconds, item.durationSeconds),
    secondsWatched,
    isSkip: event.isSkip,
    isEnd: event.isEnd,
    date: new Date(now.getTime() - event.secondsAgo * 1000),
  }))
  try {
    await WatchEvent.insertMany(documents, { ordered: false })
  } catch (error) {
    // the same batch at the same time from elsewhere
    if (!isDuplicateKey(error)) throw error
  }
}

/** A mere place, as players send one where a stretch begins, teaches nothing. */
function saysSomething({ event, secondsWatched }: { event: Report; secondsWatched: number }): boolean {
  return secondsWatched > 0 || event.isEnd || event.isSkip
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
