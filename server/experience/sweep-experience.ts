import { trusted } from 'mongoose'
import { ExperienceEventRow } from './experience-event.model.ts'
import { ExperienceHour } from './experience-hour.model.ts'

const DAY_MS = 86_400_000
const HOURS_KEPT_DAYS = 90
/** A browser sends a batch again within seconds, if at all. */
const IDS_KEPT_DAYS = 1

export async function sweepExperience(now = new Date()): Promise<void> {
  const before = (days: number) => trusted({ $lt: new Date(now.getTime() - days * DAY_MS) })
  await ExperienceHour.deleteMany({ hour: before(HOURS_KEPT_DAYS) })
  await ExperienceEventRow.deleteMany({ date: before(IDS_KEPT_DAYS) })
}
