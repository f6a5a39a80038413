import { Types, trusted } from 'mongoose'
import { VIEW_PAUSE_MINUTES, type ResumeView, type WatchEvent as Report } from '#shared/engagement'
import { announceChange } from '../changes.ts'
import { isDuplicateKey } from '../database.ts'
import { creditWatching, type Credit } from '../engagement/credit-watching.ts'
import { WatchEvent } from '../engagement/watch-event.model.ts'
import { isHistoryPaused } from './history-settings.ts'
import { WatchRecord, type LastEvent, type WatchRecordDocument } from './watch-record.model.ts'

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

const PLAY_PAUSE_MS = VIEW_PAUSE_MINUTES * 60_000
/** Tries of a write that others of the same person's windows may come before. */
const TRIES = 8

/**
 * Keeps what a player reported: how far they are, and each event for the recommendations. An event that comes twice
 * counts once; what comes too quickly is cut (credit-watching.ts). Nothing is kept while the history is paused.
 *
 * Two writes: the record moves, with the events as they are believed, then the events get rows of their own. Where the
 * second did not happen, the report comes again and finds in the record what they counted.
 */
export async function recordWatching(
  userId: string,
  item: WatchedItem,
  events: readonly Report[],
  now = new Date(),
): Promise<ResumeView> {
  const [isPaused, fresh] = await Promise.all([
    isHistoryPaused(userId),
    withoutKnown(userId, inOrder(events)),
  ])
  if (isPaused) return { positionSeconds: 0, updatedAt: null }
  if (fresh.length === 0) return findPlace(userId, item)
  const announce = (change: { isSeen?: true }) =>
    announceChange('own', { userId, targetId: item.id, ...change })
  try {
    const record = await moveRecord(userId, item, fresh, now)
    await keepEvents(userId, record.lastEvents ?? [])
    announce({ isSeen: true })
    return { positionSeconds: record.videoPositionSeconds, updatedAt: record.watchedAt.toISOString() }
  } catch (error) {
    // the record may have moved all the same: it is looked up again
    announce({})
    throw error
  }
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
async function moveRecord(
  userId: string,
  item: WatchedItem,
  events: Report[],
  now: Date,
): Promise<WatchRecordDocument> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const before = await WatchRecord.findOne({ userId, targetId: item.id }).lean<WatchRecordDocument>()
    const credited = new Set(before?.lastEvents?.map(({ eventId }) => eventId))
    const rest = events.filter(({ id }) => !credited.has(id))
    if (before && rest.length === 0) return before
    // the rows of the report before come first: this one takes their place in the record
    if (before && rest.length < events.length) await keepEvents(userId, before.lastEvents ?? [])
    const record = await writeRecord(userId, item, rest, before, now)
    if (record) return record
  }
  throw new Error(`the watch record of ${item.kind} ${item.id} is never at rest`)
}

/** Null when another report came in between. */
async function writeRecord(
  userId: string,
  item: WatchedItem,
  events: Report[],
  before: WatchRecordDocument | null,
  now: Date,
): Promise<WatchRecordDocument | null> {
  const credit = creditWatching(events, {
    durationSeconds: item.durationSeconds,
    lastReportAt: before?.watchedAt ?? null,
    now,
  })
  const isNewPlay = now.getTime() - (before?.playedAt?.getTime() ?? 0) >= PLAY_PAUSE_MS
  const change = {
    $set: {
      targetKind: item.kind,
      videoId: item.videoId,
      positionSeconds: credit.positionSeconds,
      videoPositionSeconds: placeInVideo(item, credit),
      isFinished: credit.isFinished,
      watchedAt: now,
      lastEvents: eventsOf(item, events, credit, { now, isNewPlay }),
      ...(credit.pieces.length > 0 && { playedAt: now }),
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

function eventsOf(
  item: WatchedItem,
  events: Report[],
  credit: Credit,
  { now, isNewPlay }: { now: Date; isNewPlay: boolean },
): LastEvent[] {
  const first = credit.shown.findIndex((piece) => piece !== null)
  return events
    .map((event, index) => {
      const piece = credit.shown[index]
      return {
        eventId: event.id,
        targetKind: item.kind,
        targetId: new Types.ObjectId(item.id),
        videoId: new Types.ObjectId(item.videoId),
        topicId: item.topicId,
        positionSeconds: Math.min(event.positionSeconds, item.durationSeconds),
        secondsWatched: credit.secondsWatched[index] ?? 0,
        isSkip: event.isSkip,
        isEnd: event.isEnd,
        date: new Date(now.getTime() - event.secondsAgo * 1000),
        ...(piece && {
          uncountedSince: now,
          piece: [...piece],
          isStart: isNewPlay && index === first,
          startSeconds: item.startSeconds,
        }),
      }
    })
    .filter(saysSomething)
}

async function keepEvents(userId: string, events: readonly LastEvent[]): Promise<void> {
  try {
    await WatchEvent.insertMany(
      events.map((event) => ({ ...event, userId })),
      { ordered: false },
    )
  } catch (error) {
    // the same report at the same time from elsewhere
    if (!isDuplicateKey(error)) throw error
  }
}

/** A mere place, as players send one where a stretch begins, teaches nothing. */
function saysSomething({ secondsWatched, isEnd, isSkip }: LastEvent): boolean {
  return secondsWatched > 0 || isEnd || isSkip
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
