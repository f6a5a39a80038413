import type { TierReason } from '#shared/storage'
import type { TierSettings } from '#shared/tiers'
import type { StorageStage } from '#shared/videos'
import type { Heat } from './heat.ts'
import { decideTier, type TierFacts } from './tier-policy.ts'

const DAY_MS = 86_400_000
/** Of an expiring video, from when it expires. */
export const COPY_DAYS = 15
export const EXPIRY_DAYS = 30
/** Far more than any video takes in the time that is looked at. */
const MAX_STEPS = 200

export interface ForecastStep {
  to: StorageStage
  reason: TierReason
  at: Date
}

/**
 * What the rules will do with a video until `until` if nobody watches it any more, in order. It moves as soon as they say
 * so: whole collections, and those who carry, may take a little longer.
 * @param heatAt what is left of its heat at a later time
 */
export function forecastVideo(
  facts: TierFacts,
  heatAt: (at: Date) => Heat,
  settings: TierSettings,
  now: Date,
  until: Date,
): ForecastStep[] {
  const steps: ForecastStep[] = []
  let current = { ...facts, windows: 0 }
  let at = now
  for (let turn = 0; turn < MAX_STEPS && at <= until; turn++) {
    const { stage, reason, reviewAt } = decideTier({ ...current, heat: heatAt(at) }, settings, at)
    if (stage !== current.stage) {
      steps.push({ to: stage, reason, at })
      const expiresAt =
        stage === 'EXPIRING' ? new Date(at.getTime() + EXPIRY_DAYS * DAY_MS) : current.expiresAt
      current = { ...current, stage, since: at, lastUsedAt: null, expiresAt }
    }
    if (!reviewAt) break
    at = reviewAt
  }
  return steps
}
