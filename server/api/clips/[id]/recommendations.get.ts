import { IdParams } from '#shared/common'
import { ReachQuery, ReachView } from '#shared/recommendations'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { readClipReach } from '../../../recommendations/read-reach.ts'

export default defineEndpoint({
  summary: 'Says whom your clip reached and why, what its score was made of, and every multiplier.',
  actor: 'user',
  rate: 'read',
  params: IdParams,
  query: ReachQuery,
  response: ReachView,
  run: ({ actor, params, query }) => readClipReach(actor, params.id, query.days),
})
