import { trusted } from 'mongoose'
import type { TiersView } from '#shared/tiers'
import { systemClock } from '../adapters/clock/index.ts'
import { findLastSample, noSizes } from './sample-tiers.ts'
import { TierSample, type TierSampleDocument } from './tier-sample.model.ts'
import { readTierSettings } from './tier-settings.ts'

const DAY_MS = 86_400_000
const MAX_POINTS = 300

/** What lies where as of the last sample, and how it came to be. */
export async function getTiers(days: number): Promise<TiersView> {
  const from = new Date(systemClock.now().getTime() - days * DAY_MS)
  const [settings, last, samples] = await Promise.all([
    readTierSettings(),
    findLastSample(),
    TierSample.find({ at: trusted({ $gte: from }) })
      .sort({ at: -1 })
      .lean<TierSampleDocument[]>(),
  ])
  const step = Math.ceil(samples.length / MAX_POINTS)
  const points = samples.filter((_, index) => index % step === 0).reverse()
  return {
    sampledAt: last?.at.toISOString() ?? null,
    now: last?.tiers ?? noSizes(),
    archive: {
      bytes: last?.archiveBytes ?? 0,
      capBytes: settings.archiveCapBytes,
      collections: last?.collections ?? 0,
    },
    series: points.map(({ at, tiers, archiveBytes }) => ({ at: at.toISOString(), tiers, archiveBytes })),
  } satisfies TiersView
}
