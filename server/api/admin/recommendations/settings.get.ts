import { RecommendationSettingsView } from '#shared/recommendations'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { getRecommendationSettings } from '../../../recommendations/recommendation-settings.ts'

export default defineEndpoint({
  summary: 'Gives the rules by which recommendations are chosen.',
  actor: 'admin',
  rate: 'read',
  response: RecommendationSettingsView,
  run: () => getRecommendationSettings(),
})
