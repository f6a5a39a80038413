import { TierSettings, TierSettingsView } from '#shared/tiers'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { putTierSettings } from '../../../tiers/tier-settings.ts'

export default defineEndpoint({
  summary: 'Changes the rules by which videos move between storage tiers.',
  actor: 'admin',
  rate: 'write',
  body: TierSettings,
  response: TierSettingsView,
  audit: 'CHANGE_TIER_SETTINGS',
  run: ({ actor, body }) => putTierSettings(actor, body),
})
