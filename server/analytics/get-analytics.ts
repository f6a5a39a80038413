import { trusted } from 'mongoose'
import { TRAFFIC_SOURCES } from '#shared/engagement'
import type { AnalyticsView } from '#shared/studio'
import type { Actor } from '../accounts/actor.ts'
import { systemClock } from '../adapters/clock/index.ts'
import { getClip } from '../clips/get-clip.ts'
import { NotFound } from '../errors.ts'
import { getVideo } from '../videos/get-video.ts'
import { canEdit } from '../videos/video-policy.ts'
import { DayCount, type DayCountDocument } from './day-count.model.ts'
import { lastDays } from './last-days.ts'
import { WatchCurve, type WatchCurveDocument } from './watch-curve.model.ts'
import { watchThrough } from './watch-through.ts'

/** @throws NotFound for a video that is missing or another's */
export async function getVideoAnalytics(actor: Actor, id: string, days: number): Promise<AnalyticsView> {
  const video = await getVideo(actor, id)
  if (!canEdit(actor, video)) throw new NotFound('There is no such video.')
  return readAnalytics(id, video.duration, days)
}

/** @throws NotFound for a clip that is missing or another's */
export async function getClipAnalytics(actor: Actor, id: string, days: number): Promise<AnalyticsView> {
  const { clip, video } = await getClip(actor, id)
  if (!canEdit(actor, video)) throw new NotFound('There is no such clip.')
  return readAnalytics(id, clip.duration, days)
}

async function readAnalytics(targetId: string, durationSeconds: number, days: number): Promise<AnalyticsView> {
  const calendar = lastDays(days, systemClock.now())
  const [counts, curves] = await Promise.all([
    DayCount.find({ targetId, day: trusted({ $gte: calendar[0]! }) }).sort({ day: 1 }).lean<DayCountDocument[]>(),
    WatchCurve.find({ targetId }).sort({ part: 1 }).lean<WatchCurveDocument[]>(),
  ])
  const byDay = new Map(counts.map((count) => [count.day, count]))
  const total = (of: (count: DayCountDocument) => number) => counts.reduce((sum, count) => sum + of(count), 0)
  const secondsWatched = total((count) => count.secondsWatched)
  const possible = total((count) => count.plays) * durationSeconds
  return {
    viewCount: total((count) => count.views),
    secondsWatched,
    averageWatchedShare: possible > 0 ? Math.min(1, secondsWatched / possible) : 0,
    days: calendar.map((day) => ({
      day,
      views: byDay.get(day)?.views ?? 0,
      secondsWatched: byDay.get(day)?.secondsWatched ?? 0,
    })),
    watchThrough: watchThrough(curves, durationSeconds),
    traffic: trafficOf(total),
    updatedAt: latest(counts)?.toISOString() ?? null,
  } satisfies AnalyticsView
} // prettier-ignore

/** Most first; without those that brought nobody. */
function trafficOf(total: (of: (count: DayCountDocument) => number) => number): AnalyticsView['traffic'] {
  return TRAFFIC_SOURCES.map((source) => ({ source, views: total(({ traffic }) => traffic?.[source] ?? 0) }))
    .filter(({ views }) => views > 0)
    .sort((a, b) => b.views - a.views)
}

function latest(counts: readonly DayCountDocument[]): Date | null {
  return counts.reduce<Date | null>((newest, { updatedAt }) => (newest && newest > updatedAt ? newest : updatedAt), null)
} // prettier-ignore
