import { Types, trusted, type AnyBulkWriteOperation } from 'mongoose'
import { VideoAffinity, type VideoAffinityDocument } from '../../videos/video-affinity.model.ts'
import { ReachDay, type ReachDayDocument, type TallyDocument } from '../reach-day.model.ts'
import { RecommendationDay, type RecommendationDayDocument } from '../recommendation-day.model.ts'
import { dayNumber, type DayTally, type Tally } from './day-tally.ts'
import type { Engine } from './engine.ts'
import { exposureOf } from './exposure.ts'
import { videoAffinitiesOf } from './video-crowd.ts'

const AT_ONCE = 500

/**
 * Brings the database to what the engine knows, in bulk: nobody waits for it. All is made from the log, so that what a
 * kill left out is written the same after the next start.
 * @returns whether more is left
 */
export async function writeBehind(engine: Engine): Promise<boolean> {
  await writeVideoAffinities(engine)
  for (const [day, tally] of engine.days) if (tally.unwritten.size > 0) await writeDay(engine, day, tally)
  return engine.movedVideos.size > 0 || engine.days.values().some(({ unwritten }) => unwritten.size > 0)
}

/** After a start: what a killed process may not have written. */
export function forgetWritten(engine: Engine): void {
  for (const [day, { unwritten }] of engine.days) if (day < dayNumber(engine.at) - 1) unwritten.clear()
}

async function writeVideoAffinities(engine: Engine): Promise<void> {
  const videoIds = engine.movedVideos.keys().take(AT_ONCE).toArray()
  if (videoIds.length === 0) return
  const rows = await VideoAffinity.find({ videoId: trusted({ $in: videoIds }) }).lean<StoredAffinities[]>()
  const writes = rows.flatMap((row) => affinityWrite(engine, row))
  if (writes.length > 0) await VideoAffinity.bulkWrite(writes, { ordered: false })
  for (const id of videoIds) engine.movedVideos.delete(id)
}

type StoredAffinities = Pick<VideoAffinityDocument, 'videoId' | 'creatorTopicId'> & {
  affinities?: Record<string, number>
}

/** Nothing where it stands already, or where its creator named another topic that the engine has not heard of yet. */
function affinityWrite(
  engine: Engine,
  { videoId, creatorTopicId, affinities: before = {} }: StoredAffinities,
): AnyBulkWriteOperation<VideoAffinityDocument>[] {
  const known = engine.itemsOfVideo.get(videoId.toHexString())?.values().next().value
  const topicId = known === undefined ? null : engine.items[known]!.videoTopicId
  const affinities = Object.fromEntries(videoAffinitiesOf(engine, videoId.toHexString()))
  const isKnown = known !== undefined && topicId === (creatorTopicId?.toHexString() ?? null)
  if (!isKnown || JSON.stringify(affinities) === JSON.stringify(before)) return []
  // the schema's Map is a plain object to the database
  const update = { $set: { affinities } } as never
  return [{ updateOne: { filter: { videoId, creatorTopicId: creatorTopicId ?? null }, update } }]
}

async function writeDay(engine: Engine, number: number, day: DayTally): Promise<void> {
  const numbers = day.unwritten.keys().take(AT_ONCE).toArray()
  const name = dayName(number)
  await ReachDay.bulkWrite(numbers.map((item) => reachWrite(engine, name, item, day.items.get(item)!)), { ordered: false }) // prettier-ignore
  const row: Omit<RecommendationDayDocument, '_id'> = {
    ...tallyFields(day),
    newCreatorPlays: day.newCreatorPlays,
    ...exposureOf(engine, number),
  }
  await RecommendationDay.updateOne({ _id: name }, { $set: row }, { upsert: true })
  for (const item of numbers) day.unwritten.delete(item)
}

function reachWrite(
  engine: Engine,
  day: string,
  number: number,
  tally: Tally,
): AnyBulkWriteOperation<ReachDayDocument> {
  const { id, kind, videoId } = engine.items[number]!
  const filter = { itemId: new Types.ObjectId(id), day }
  const fields = { kind, videoId: new Types.ObjectId(videoId), ...tallyFields(tally) }
  return { updateOne: { filter, update: { $set: fields }, upsert: true } }
}

function tallyFields({ plays, recommended, watch, reward, reasons, factors, deltas }: Tally): TallyDocument {
  return {
    plays,
    recommended,
    watch: rounded(watch),
    reward: rounded(reward),
    reasons: Object.fromEntries(
      Object.entries(reasons).map(([code, sums]) => [code, { plays: sums.plays, reward: rounded(sums.reward) }]), // prettier-ignore
    ),
    factors: roundedAll(factors),
    deltas: roundedAll(deltas),
  }
}

const rounded = (value: number) => Math.round(value * 1000) / 1000

function roundedAll(sums: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(sums).map(([name, value]) => [name, rounded(value)]))
}

/** `2026-11-22` */
function dayName(number: number): string {
  return new Date(number * 86_400_000).toISOString().slice(0, 10)
}
