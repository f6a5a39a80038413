import { DEFAULT_TIER_SETTINGS, TierSettings, type TierSettingsView } from '#shared/tiers'
import type { UserActor } from '../accounts/actor.ts'
import { systemClock } from '../adapters/clock/index.ts'
import { record } from '../audit/record.ts'
import { logger } from '../logger.ts'
import { SETTINGS_ID, TierSettingsRow } from './tier-settings.model.ts'

/** The rules as they are now; for jobs, which read them once a run. */
export async function readTierSettings(): Promise<TierSettings> {
  return (await getTierSettings()).settings
}

export async function getTierSettings(): Promise<TierSettingsView> {
  const row = await TierSettingsRow.findOne({ _id: SETTINGS_ID }).lean()
  return { settings: understood(row?.settings), updatedAt: row?.updatedAt.toISOString() ?? null }
}

/** In force from the next run of the jobs on, within a minute. */
export async function putTierSettings(actor: UserActor, settings: TierSettings): Promise<TierSettingsView> {
  const { settings: before } = await getTierSettings()
  const updatedAt = systemClock.now()
  await TierSettingsRow.updateOne({ _id: SETTINGS_ID }, { $set: { settings, updatedAt } }, { upsert: true })
  await record(actor, {
    action: 'CHANGE_TIER_SETTINGS',
    target: 'tiers',
    changes: { before, after: settings },
  })
  return { settings, updatedAt: updatedAt.toISOString() }
}

/** What an older version wrote lacks what is new since; what cannot be understood is as if nothing had been changed. */
function understood(stored: unknown): TierSettings {
  const parsed = TierSettings.safeParse({ ...DEFAULT_TIER_SETTINGS, ...(stored as object | undefined) })
  if (parsed.success) return parsed.data
  logger.error(
    { issues: parsed.error.issues },
    'the settings of the storage tiers are not valid: the defaults rule',
  )
  return DEFAULT_TIER_SETTINGS
}
