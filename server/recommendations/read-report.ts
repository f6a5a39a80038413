import { trusted } from 'mongoose'
import type { RecommendationDayView, RecommendationReportView } from '#shared/recommendations'
import { systemClock } from '../adapters/clock/index.ts'
import { lastDays } from './last-days.ts'
import { presentReasons } from './read-reach.ts'
import { RecommendationDay, type RecommendationDayDocument } from './recommendation-day.model.ts'

/** What the recommendations of the site came to, day by day. */
export async function readReport(count: number): Promise<RecommendationReportView> {
  const calendar = lastDays(count, systemClock.now())
  const rows = await RecommendationDay.find({ _id: trusted({ $gte: calendar[0]! }) })
    .sort({ _id: 1 })
    .lean<RecommendationDayDocument[]>()
  const byDay = new Map(rows.map((row) => [row._id, row]))
  const total = (of: (row: RecommendationDayDocument) => number) =>
    rows.reduce((sum, row) => sum + of(row), 0)
  const plays = total((row) => row.plays)
  return {
    days: calendar.map((day) => presentDay(day, byDay.get(day))),
    reasons: presentReasons(sumReasons(rows)),
    plays,
    recommended: total((row) => row.recommended),
    reward: share(total((row) => row.reward), plays), // prettier-ignore
    items: rows.at(-1)?.items ?? 0,
  }
}

function presentDay(day: string, row: RecommendationDayDocument | undefined): RecommendationDayView {
  return {
    day,
    plays: row?.plays ?? 0,
    recommended: row?.recommended ?? 0,
    watch: share(row?.watch, row?.plays),
    reward: share(row?.reward, row?.plays),
    newCreatorShare: share(row?.newCreatorPlays, row?.plays),
    coverage: share(row?.reached, row?.items),
    itemGini: row?.itemGini ?? 0,
    creatorGini: row?.creatorGini ?? 0,
  }
}

function sumReasons(rows: readonly RecommendationDayDocument[]) {
  const sums = new Map<string, { _id: string; plays: number; reward: number }>()
  for (const [code, { plays, reward }] of rows.flatMap((row) => Object.entries(row.reasons))) {
    const sum = sums.get(code) ?? { _id: code, plays: 0, reward: 0 }
    sums.set(code, { _id: code, plays: sum.plays + plays, reward: sum.reward + reward })
  }
  return [...sums.values()]
}

function share(part = 0, whole = 0): number {
  return whole > 0 ? Math.round((1000 * part) / whole) / 1000 : 0
}
