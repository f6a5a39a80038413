import { Types, trusted } from 'mongoose'
import { Clip } from '../clips/clip.model.ts'
import { WatchEvent } from '../engagement/watch-event.model.ts'
import { forgetHeat, noteHeat } from '../tiers/note-heat.ts'
import { Video } from '../videos/video.model.ts'
import { addTally } from './add-tally.ts'
import { removeAnalyticsOf } from './remove-analytics.ts'
import { tallyWatching, type CountedEvent } from './tally-watching.ts'

const BATCH = 500
/** Far longer than a batch takes: whoever began it is gone. */
const STALE_MS = 60_000

/**
 * Counts what players reported since the last run, in batches. A batch is written down on its events first; every
 * document that it adds to remembers it, and only then the events let go of it. So a run that is cut anywhere is
 * finished by the next, and nothing counts twice.
 */
export async function countWatching(signal?: AbortSignal, now = new Date()): Promise<void> {
  for (const batch of await unfinishedBatches(now)) await finishBatch(batch)
  while (!signal?.aborted) {
    const batch = await claimBatch()
    if (!batch) return
    await finishBatch(batch)
  }
}

/** An id tells when it was made. */
async function unfinishedBatches(now: Date): Promise<Types.ObjectId[]> {
  const stale = Types.ObjectId.createFromTime(Math.floor((now.getTime() - STALE_MS) / 1000))
  const events = await WatchEvent.find({ countBatch: trusted({ $lt: stale }) }, { countBatch: 1 })
    .sort({ countBatch: 1 })
    .limit(10 * BATCH)
    .lean()
  const batches = new Map(events.map(({ countBatch }) => [String(countBatch), countBatch!]))
  return [...batches.values()]
}

async function claimBatch(): Promise<Types.ObjectId | null> {
  const uncounted = await WatchEvent.find({ uncountedSince: trusted({ $exists: true }) }, { _id: 1 })
    .hint({ uncountedSince: 1 })
    .sort({ uncountedSince: 1 })
    .limit(BATCH)
    .lean()
  if (uncounted.length === 0) return null
  const batch = new Types.ObjectId()
  await WatchEvent.updateMany(
    { _id: trusted({ $in: uncounted.map(({ _id }) => _id) }), uncountedSince: trusted({ $exists: true }) },
    { $set: { countBatch: batch }, $unset: { uncountedSince: 1 } },
  )
  return batch
}

async function finishBatch(batch: Types.ObjectId): Promise<void> {
  const events = await WatchEvent.find({ countBatch: batch }).lean<CountedEvent[]>()
  await addTally(tallyWatching(events), batch)
  await warmVideos(events)
  await WatchEvent.updateMany(
    { countBatch: batch },
    { $unset: { countBatch: 1, piece: 1, isStart: 1, startSeconds: 1 } },
  )
  await forgetGone(events)
}

/** One that is cut and done again warms twice: interest is a guess, and fades. */
async function warmVideos(events: readonly CountedEvent[]): Promise<void> {
  const watched = new Map<string, { seconds: number; at: Date }>()
  for (const { videoId, secondsWatched, date } of events) {
    const { seconds = 0 } = watched.get(String(videoId)) ?? {}
    watched.set(String(videoId), { seconds: seconds + secondsWatched, at: date })
  }
  for (const [videoId, { seconds, at }] of watched) await noteHeat(videoId, { seconds }, at)
}

/** What was removed while its figures were written leaves none. */
async function forgetGone(events: readonly CountedEvent[]): Promise<void> {
  const idsOf = (kind: string) => [
    ...new Set(
      events.filter(({ targetKind }) => targetKind === kind).map(({ targetId }) => String(targetId)),
    ),
  ]
  const videoIds = [...new Set(events.map(({ videoId }) => String(videoId)))]
  for (const videoId of await missing(Video, videoIds)) {
    await Promise.all([removeAnalyticsOf({ videoId }), forgetHeat(videoId)])
  }
  for (const clipId of await missing(Clip, idsOf('clip'))) await removeAnalyticsOf({ clipId })
}

async function missing(model: typeof Video | typeof Clip, ids: string[]): Promise<string[]> {
  const found = await (model as typeof Video).find({ _id: trusted({ $in: ids }) }, { _id: 1 }).lean()
  const there = new Set(found.map(({ _id }) => _id.toHexString()))
  return ids.filter((id) => !there.has(id))
}
