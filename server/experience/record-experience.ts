import type { ExperienceBody, ExperienceEvent } from '#shared/experience'
import { isDuplicateKey } from '../database.ts'
import { ExperienceEventRow } from './experience-event.model.ts'
import { ExperienceHour } from './experience-hour.model.ts'
import { observeExperience } from './experience-metrics.ts'
import { SUM_FIELDS, tallyExperience, type ExperienceTally } from './tally-experience.ts'

const HOUR_MS = 3_600_000

/**
 * Counts what playing was like, each event once however often and wherever it arrives. A process that dies in between
 * may lose a batch, and never counts one twice.
 */
export async function recordExperience({ events }: ExperienceBody, now = new Date()): Promise<void> {
  const fresh = await claimEvents(events, now)
  if (fresh.length === 0) return
  for (const event of fresh) observeExperience(event)
  const hour = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS)
  await Promise.all(tallyExperience(fresh).map((tally) => addTally(hour, tally)))
}

/** Those that nobody has counted yet. Their ids are written first: of two processes one alone writes each. */
async function claimEvents(events: readonly ExperienceEvent[], now: Date): Promise<ExperienceEvent[]> {
  const unique = [...new Map(events.map((event) => [event.id, event])).values()]
  const upserts = unique.map(({ id }) => ({
    updateOne: { filter: { _id: id }, update: { $setOnInsert: { date: now } }, upsert: true },
  }))
  const { upsertedIds } = await ExperienceEventRow.bulkWrite(upserts, { ordered: false })
  return unique.filter((_, index) => index in upsertedIds)
}

async function addTally(hour: Date, { surface, connection, sums }: ExperienceTally): Promise<void> {
  const added = Object.fromEntries(SUM_FIELDS.map((field) => [field, sums[field]]))
  const buckets = sums.firstFrame
    .map((count, bucket) => [`firstFrame.b${bucket}`, count] as const)
    .filter(([, count]) => count > 0)
  const change = { $inc: { ...added, ...Object.fromEntries(buckets) } }
  const write = () => ExperienceHour.updateOne({ hour, surface, connection }, change, { upsert: true })
  try {
    await write()
  } catch (error) {
    // two firsts of an hour at once: the row of the other is there now
    if (!isDuplicateKey(error)) throw error
    await write()
  }
}
