import { RecommendationSettings, ReplayView } from '#shared/recommendations'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { askReplay } from '../../../recommendations/replay/ask-replay.ts'

export default defineEndpoint({
  summary: 'Plays the log again by other rules, in a job, and changes nothing.',
  actor: 'admin',
  rate: 'write',
  body: RecommendationSettings,
  response: ReplayView,
  status: 202,
  run: ({ body }) => askReplay(body),
})
