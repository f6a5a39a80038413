import { RecommendationsView } from '#shared/recommendations'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { getQueue } from '../../recommendations/recommended-queue.ts'

export default defineEndpoint({
  summary: 'Gives what comes next for the caller, by topic.',
  actor: 'user',
  rate: 'read',
  response: RecommendationsView,
  run: ({ actor }) => getQueue(actor),
})
