import { trusted } from 'mongoose'
import type { ForecastCount, TierForecastView } from '#shared/tiers'
import { systemClock } from '../adapters/clock/index.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { Video } from '../videos/video.model.ts'
import { FORECAST_ID, TierForecast, type TierForecastDocument } from './forecast.model.ts'
import { getTierSettings } from './tier-settings.ts'

const DAY_MS = 86_400_000
const FRESH_MS = 6 * 3_600_000
const NONE: ForecastCount = { videos: 0, bytes: 0 }

/** What the rules will do in the next days, as it was last worked out; one that is old, or of older rules, is made anew. */
export async function getForecast(days: number): Promise<TierForecastView> {
  const [forecast, { updatedAt }] = await Promise.all([
    TierForecast.findOne({ _id: FORECAST_ID }).lean<TierForecastDocument>(),
    getTierSettings(),
  ])
  const now = systemClock.now()
  const madeAt = forecast?.madeAt.getTime() ?? 0
  const isStale = madeAt < now.getTime() - FRESH_MS || (updatedAt !== null && madeAt <= Date.parse(updatedAt))
  if (isStale) await enqueue('forecast-tiers', {})
  const counted = forecast?.days
  return {
    days,
    madeAt: forecast?.madeAt.toISOString() ?? null,
    isStale,
    archived: counted?.archived[days - 1] ?? NONE,
    expiring: counted?.expiring[days - 1] ?? NONE,
    asked: { ...(counted?.asked[days - 1] ?? NONE), creators: counted?.creators[days - 1] ?? 0 },
    unavailable: counted?.unavailable[days - 1] ?? NONE,
    moves: await withTitles(forecast, days),
  } satisfies TierForecastView
}

/** Without those that were deleted meanwhile. */
async function withTitles(
  forecast: TierForecastDocument | null,
  days: number,
): Promise<TierForecastView['moves']> {
  if (!forecast) return []
  const until = forecast.madeAt.getTime() + days * DAY_MS
  const moves = forecast.moves.filter(({ at }) => at.getTime() < until)
  const ids = moves.map(({ videoId }) => videoId) // prettier-ignore
  const videos = await Video.find({ _id: trusted({ $in: ids }), deletedAt: null }, { title: 1 }).lean()
  const titles = new Map(videos.map(({ _id, title }) => [_id.toHexString(), title]))
  return moves.flatMap(({ videoId, to, reason, at }) => {
    const title = titles.get(videoId.toHexString())
    return title === undefined
      ? []
      : [{ videoId: videoId.toHexString(), title, to, reason, at: at.toISOString() }]
  })
}
