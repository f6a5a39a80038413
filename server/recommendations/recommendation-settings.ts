import { RecommendationSettings, type RecommendationSettingsView } from '#shared/recommendations'
import type { UserActor } from '../accounts/actor.ts'
import { systemClock } from '../adapters/clock/index.ts'
import { record } from '../audit/record.ts'
import { logger } from '../logger.ts'
import { DEFAULT_SETTINGS } from './core/online/ranker.ts'
import type { Engine } from './engine/engine.ts'
import { DEFAULT_MULTIPLIERS } from './multipliers.ts'
import { RecommendationSettingsRow, SETTINGS_ID } from './recommendation-settings.model.ts'

const { exploration, freshShare, freshDays, freshPlays, firstPlayShare, goalBonus, gainBonus } =
  DEFAULT_SETTINGS
const DEFAULTS: RecommendationSettings = {
  multipliers: DEFAULT_MULTIPLIERS,
  ranking: { exploration, freshShare, freshDays, freshPlays, firstPlayShare, goalBonus, gainBonus },
}

/** The rules as they are now. */
export async function readRecommendationSettings(): Promise<RecommendationSettings> {
  return (await getRecommendationSettings()).settings
}

export async function getRecommendationSettings(): Promise<RecommendationSettingsView> {
  const row = await RecommendationSettingsRow.findOne({ _id: SETTINGS_ID }).lean()
  return {
    settings: understood(row?.settings),
    defaults: DEFAULTS,
    updatedAt: row?.updatedAt.toISOString() ?? null,
  }
}

/** The engine goes by them within seconds; queues follow as they are refreshed. */
export async function putRecommendationSettings(
  actor: UserActor,
  settings: RecommendationSettings,
): Promise<RecommendationSettingsView> {
  const { settings: before } = await getRecommendationSettings()
  const updatedAt = systemClock.now()
  await RecommendationSettingsRow.updateOne(
    { _id: SETTINGS_ID },
    { $set: { settings, updatedAt } },
    { upsert: true },
  )
  await record(actor, {
    action: 'CHANGE_RECOMMENDATION_SETTINGS',
    target: 'recommendations',
    changes: { before, after: settings },
  })
  return { settings, defaults: DEFAULTS, updatedAt: updatedAt.toISOString() }
}

/** Changes what is ranked, and nothing that is learnt: the log and these rules together are all there is. */
export function applySettings(engine: Engine, { multipliers, ranking }: RecommendationSettings): void {
  engine.multipliers = multipliers
  Object.assign(engine.ranker.settings, ranking)
}

/** What an older version wrote lacks what is new since; what cannot be understood is as if nothing had been changed. */
function understood(stored: unknown): RecommendationSettings {
  const { multipliers, ranking } = (stored ?? {}) as Partial<Record<keyof RecommendationSettings, object>>
  const parsed = RecommendationSettings.safeParse({
    multipliers: { ...DEFAULTS.multipliers, ...multipliers },
    ranking: { ...DEFAULTS.ranking, ...ranking },
  })
  if (parsed.success) return parsed.data
  logger.error({ issues: parsed.error.issues }, 'the settings of the recommendations are not valid: the defaults rule') // prettier-ignore
  return DEFAULTS
}
