import { IdParams } from '#shared/common'
import { ReachQuery, ReachView } from '#shared/recommendations'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { readVideoReach } from '../../../recommendations/read-reach.ts'

export default defineEndpoint({
  summary: 'Says whom your video reached and why, what its score was made of, and every multiplier.',
  actor: 'user',
  rate: 'read',
  params: IdParams,
  query: ReachQuery,
  response: ReachView,
  run: ({ actor, params, query }) => readVideoReach(actor, params.id, query.days),
})
