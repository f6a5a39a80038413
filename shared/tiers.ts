import { z } from 'zod'
import { Id, Timestamp } from './common.ts'
import { TierReason } from './storage.ts'
import { StorageStage } from './videos.ts'

const days = (min: number, max: number) => z.number().min(min).max(max)
const views = z.number().min(0).max(1_000_000)

const Thresholds = z.strictObject({
  /** So long after its upload a video never sinks. */
  goldenDays: days(0, 365),
  /** So long after its upload it is kept in the cache. */
  freshMinutes: z.number().min(0).max(1440),
  /** Views of about an hour that make a video trend; it trends until they are half as many. */
  trendingViews: views.min(1),
  /** Views a month, as the last weeks foretell them, below which a video sinks to the archive. */
  sinkBelowViews: views,
  /** Of a video that the views above and below are meant for: of one that is twice as large twice as many are asked, up to four times. */
  typicalBytes: z.number().int().min(100_000).max(100_000_000_000),
  /**
   * Share of all bytes that RELIVE may hold: the two figures above are raised or lowered as time goes by so that it holds
   * about as much. 1: it holds what they say.
   */
  reliveMaxShare: z.number().min(0.01).max(1),
  /** At so many it comes back, also when nobody asks for it at this moment. */
  restoreAtViews: views,
  /** What came back stays so long at least. */
  restedDays: days(0, 90),
  /** Views a month below which a video leaves the archive, once it lay there for `archiveDays`. */
  expireBelowViews: views,
  archiveDays: days(1, 3650),
  /** Bytes of all collections together, at most. */
  archiveCapBytes: z.number().int().min(1_000_000_000).max(1_000_000_000_000_000),
  /** Share of the cap at which the coldest collections leave, until it is below `archiveEasedShare` again. */
  archiveFullShare: z.number().min(0.1).max(1),
  archiveEasedShare: z.number().min(0.05).max(0.99),
})

/** Body of PUT /api/admin/tiers/settings, whole. What would make videos go to and fro is refused. */
export const TierSettings = Thresholds.superRefine((settings, context) => {
  const refuse = (path: keyof z.infer<typeof Thresholds>, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message })
  if (settings.restoreAtViews < 2 * settings.sinkBelowViews) {
    refuse(
      'restoreAtViews',
      'must be at least twice sinkBelowViews, or videos would sink and rise all the time',
    )
  }
  if (settings.expireBelowViews > settings.sinkBelowViews) {
    refuse('expireBelowViews', 'must not be more than sinkBelowViews')
  }
  if (settings.archiveEasedShare >= settings.archiveFullShare) {
    refuse('archiveEasedShare', 'must be less than archiveFullShare')
  }
})
export type TierSettings = z.infer<typeof TierSettings>

export const DEFAULT_TIER_SETTINGS: TierSettings = {
  goldenDays: 30,
  freshMinutes: 10,
  trendingViews: 5,
  sinkBelowViews: 1,
  typicalBytes: 50_000_000,
  reliveMaxShare: 1,
  restoreAtViews: 3,
  restedDays: 3,
  expireBelowViews: 0.05,
  archiveDays: 365,
  archiveCapBytes: 50_000_000_000,
  archiveFullShare: 0.9,
  archiveEasedShare: 0.8,
}

/** Answer of GET and PUT /api/admin/tiers/settings. */
export const TierSettingsView = z.object({
  settings: Thresholds,
  /** Null while nobody changed anything. */
  updatedAt: Timestamp.nullable(),
})
export type TierSettingsView = z.infer<typeof TierSettingsView>

/** What lies in a tier. */
export const TierSize = z.object({ count: z.number().int(), bytes: z.number().int() })
export type TierSize = z.infer<typeof TierSize>
const TierSizes = z.record(StorageStage, TierSize)

export const TiersQuery = z.strictObject({ days: z.coerce.number().int().min(1).max(366).default(30) })
export type TiersQuery = z.infer<typeof TiersQuery>

/** GET /api/admin/tiers: sizes by tier as of the last sample, and how they came to be. */
export const TiersView = z.object({
  /** Null before the first sample, some minutes after the first start. */
  sampledAt: Timestamp.nullable(),
  now: TierSizes,
  archive: z.object({ bytes: z.number().int(), capBytes: z.number().int(), collections: z.number().int() }),
  /** Oldest first; at most a few hundred, thinned out evenly. */
  series: z.array(z.object({ at: Timestamp, tiers: TierSizes, archiveBytes: z.number().int() })),
})
export type TiersView = z.infer<typeof TiersView>

export const MAX_FORECAST_DAYS = 90
export const ForecastQuery = z.strictObject({
  days: z.coerce.number().int().min(1).max(MAX_FORECAST_DAYS).default(30),
})

const ForecastCount = z.object({ videos: z.number().int(), bytes: z.number().int() })
export type ForecastCount = z.infer<typeof ForecastCount>

/**
 * GET /api/admin/tiers/forecast: what the rules will do if nobody watches anything more than interest fades now. What is
 * watched meanwhile stays or comes back, so it is the most that can happen.
 */
export const TierForecastView = z.object({
  days: z.number().int(),
  /** Null while the first is being made: ask again in a moment. */
  madeAt: Timestamp.nullable(),
  /** A newer one is being made. */
  isStale: z.boolean(),
  archived: ForecastCount,
  expiring: ForecastCount,
  /** Videos whose creators are sent a copy, and how many creators that are. */
  asked: ForecastCount.extend({ creators: z.number().int() }),
  unavailable: ForecastCount,
  /** The first of each kind, by date. */
  moves: z.array(
    z.object({
      videoId: Id,
      title: z.string(),
      to: StorageStage,
      reason: TierReason,
      at: Timestamp,
    }),
  ),
})
export type TierForecastView = z.infer<typeof TierForecastView>
