import { TierSettingsView } from '#shared/tiers'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { getTierSettings } from '../../../tiers/tier-settings.ts'

export default defineEndpoint({
  summary: 'Gives the rules by which videos move between storage tiers.',
  actor: 'admin',
  rate: 'read',
  response: TierSettingsView,
  run: () => getTierSettings(),
})
