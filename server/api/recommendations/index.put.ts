import { RecommendationsBody, RecommendationsView } from '#shared/recommendations'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { putQueue } from '../../recommendations/recommended-queue.ts'

export default defineEndpoint({
  summary: 'Replaces what comes next for the caller; every id must be of something that they may see.',
  actor: 'user',
  rate: 'write',
  body: RecommendationsBody,
  response: RecommendationsView,
  run: ({ actor, body }) => putQueue(actor, body),
})
