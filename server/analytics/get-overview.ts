import { Types, trusted } from 'mongoose'
import { TRAFFIC_SOURCES } from '#shared/engagement'
import type { AnalyticsOverview } from '#shared/studio'
import type { UserActor } from '../accounts/actor.ts'
import { systemClock } from '../adapters/clock/index.ts'
import { Clip } from '../clips/clip.model.ts'
import { Video } from '../videos/video.model.ts'
import { DayCount } from './day-count.model.ts'
import { lastDays } from './last-days.ts'

const TOP = 10

interface DayTotal {
  _id: string
  views: number
  secondsWatched: number
}
interface ItemTotal {
  _id: Types.ObjectId
  kind: 'video' | 'clip'
  videoId: Types.ObjectId
  views: number
  secondsWatched: number
}

/** How everything that the caller uploaded is watched. */
export async function getOverview(actor: UserActor, days: number): Promise<AnalyticsOverview> {
  const calendar = lastDays(days, systemClock.now())
  const mine = { uploader: new Types.ObjectId(actor.userId), day: { $gte: calendar[0]! } }
  const sums = { views: { $sum: '$views' }, secondsWatched: { $sum: '$secondsWatched' } }
  const sources = Object.fromEntries(TRAFFIC_SOURCES.map((source) => [source, { $sum: `$traffic.${source}` }]))
  const item = { kind: { $first: '$targetKind' }, videoId: { $first: '$videoId' }, ...sums }
  const fields = { _id: '$_id', kind: '$kind', videoId: '$videoId', views: '$views', secondsWatched: '$secondsWatched' }
  const [byDay, [most], [traffic]] = await Promise.all([
    DayCount.aggregate<DayTotal>([{ $match: mine }, { $group: { _id: '$day', ...sums } }]),
    DayCount.aggregate<{ top: ItemTotal[] }>([
      { $match: mine },
      { $group: { _id: '$targetId', ...item } },
      // keeps ten at a time, where a sort would hold all of them
      { $group: { _id: null, top: { $topN: { n: TOP, sortBy: { views: -1, _id: -1 }, output: fields } } } },
    ]),
    DayCount.aggregate<Record<string, number>>([{ $match: mine }, { $group: { _id: null, ...sources } }]),
  ])
  const totals = new Map(byDay.map((total) => [total._id, total]))
  const sum = (of: (total: DayTotal) => number) => byDay.reduce((all, total) => all + of(total), 0)
  return {
    viewCount: sum(({ views }) => views),
    secondsWatched: sum(({ secondsWatched }) => secondsWatched),
    days: calendar.map((day) => ({
      day,
      views: totals.get(day)?.views ?? 0,
      secondsWatched: totals.get(day)?.secondsWatched ?? 0,
    })),
    traffic: TRAFFIC_SOURCES.map((source) => ({ source, views: traffic?.[source] ?? 0 }))
      .filter(({ views }) => views > 0)
      .sort((a, b) => b.views - a.views),
    top: await withTitles(most?.top ?? []),
  } satisfies AnalyticsOverview
} // prettier-ignore

/** Without those that were deleted a moment ago. */
async function withTitles(totals: ItemTotal[]): Promise<AnalyticsOverview['top']> {
  const idsOf = (kind: string) => totals.filter((total) => total.kind === kind).map(({ _id }) => _id)
  const [videos, clips] = await Promise.all([
    Video.find({ _id: trusted({ $in: idsOf('video') }), deletedAt: null }, { title: 1 }).lean(),
    Clip.find({ _id: trusted({ $in: idsOf('clip') }), deletedAt: null }, { title: 1 }).lean(),
  ])
  const titles = new Map([...videos, ...clips].map(({ _id, title }) => [_id.toHexString(), title]))
  return totals.flatMap(({ _id, kind, videoId, views, secondsWatched }) => {
    const title = titles.get(_id.toHexString())
    const ids = { id: _id.toHexString(), videoId: videoId.toHexString() }
    return title === undefined ? [] : [{ kind, ...ids, title, views, secondsWatched }]
  })
}
