import { DEFAULT_TIER_SETTINGS, type TierSettings } from '#shared/tiers'
import { Audience, DAY_MS, type AudienceSize } from './audience.ts'
import { Lru } from './lru.ts'
import { TierYear } from './tier-year.ts'

const HOUR_MS = 3_600_000

export interface YearFigures {
  views: number
  /** Of the views. */
  hot: number
  unavailable: number
  /** Of the bytes. */
  mostRelive: number
  meanRelive: number
  /** Views that LRU answers with as many bytes as RELIVE had at most. */
  lru: number
  restores: number
  decisions: number
}

/** A site whose videos are of about nine megabytes, and which gives RELIVE a fifth of them. */
export const BENCH_SETTINGS: TierSettings = {
  ...DEFAULT_TIER_SETTINGS,
  typicalBytes: 9_000_000,
  reliveMaxShare: 0.2,
}

/** A year by the rules of the server, after some months in which they came to know the audience. */
export function runYear(size: AudienceSize, warmDays: number): YearFigures {
  const audience = new Audience(size)
  const year = new TierYear(audience, BENCH_SETTINGS, size.days)
  const lru = new Lru(0.2 * audience.sizeBytes.reduce((sum, bytes) => sum + bytes, 0))
  const shares: number[] = []
  let lruHitsBefore = 0
  for (let day = 0; day < size.days; day++) {
    if (day === warmDays) {
      year.reset()
      lruHitsBefore = lru.hits
    }
    runDay(day, year, audience, lru)
    const share = year.measure((day + 1) * DAY_MS)
    if (day >= warmDays) shares.push(share)
  }
  const views = year.hot + year.cold + year.unavailable
  return {
    views,
    hot: year.hot / views,
    unavailable: year.unavailable / views,
    mostRelive: Math.max(...shares),
    meanRelive: shares.reduce((sum, share) => sum + share, 0) / shares.length,
    lru: (lru.hits - lruHitsBefore) / views,
    restores: year.restores,
    decisions: year.decisions,
  }
}

function runDay(day: number, year: TierYear, audience: Audience, lru: Lru): void {
  const views = audience.sessionsOn(day).flatMap(({ startMs, videos, seconds }) => {
    let atMs = startMs
    return videos.map((video, index) => {
      const view = { atMs, video }
      atMs += seconds[index]! * 1000
      return view
    })
  })
  views.sort((a, b) => a.atMs - b.atMs)
  let hour = day * 24
  year.review(hour)
  const reviewTo = (last: number) => {
    while (hour < last) year.review(++hour)
  }
  for (const { atMs, video } of views) {
    reviewTo(Math.min(Math.floor(atMs / HOUR_MS), day * 24 + 23))
    year.view(video, atMs)
    lru.use(video, audience.sizeBytes[video])
  }
  reviewTo(day * 24 + 23)
}
