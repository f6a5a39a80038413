import { trusted } from 'mongoose'
import { ReachDay } from './reach-day.model.ts'
import { RecommendationDay } from './recommendation-day.model.ts'

/** What a video or a clip reached goes with it. */
export async function removeReachOf(of: { videoId: string } | { itemId: string }): Promise<void> {
  await ReachDay.deleteMany(of)
}

const REACH_DAYS = 90
const DAY_MS = 86_400_000
const AT_ONCE = 5_000

/** Figures of days long past. */
export async function sweepReach(now = new Date()): Promise<void> {
  const border = new Date(now.getTime() - REACH_DAYS * DAY_MS).toISOString().slice(0, 10)
  const rows = await ReachDay.find({ day: trusted({ $lt: border }) }, { _id: 1 })
    .sort({ day: 1 })
    .limit(AT_ONCE)
    .lean()
  await ReachDay.deleteMany({ _id: trusted({ $in: rows.map(({ _id }) => _id) }) })
  await RecommendationDay.deleteMany({ _id: trusted({ $lt: border }) })
}
