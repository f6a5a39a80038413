import { RecommendationSettings, RecommendationSettingsView } from '#shared/recommendations'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { putRecommendationSettings } from '../../../recommendations/recommendation-settings.ts'

export default defineEndpoint({
  summary: 'Changes the rules by which recommendations are chosen.',
  actor: 'admin',
  rate: 'write',
  body: RecommendationSettings,
  response: RecommendationSettingsView,
  audit: 'CHANGE_RECOMMENDATION_SETTINGS',
  run: ({ actor, body }) => putRecommendationSettings(actor, body),
})
