import { AnalyticsOverview, AnalyticsQuery } from '#shared/studio'
import { getOverview } from '../../analytics/get-overview.ts'
import { defineEndpoint } from '../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Says how everything you uploaded is watched in these days.',
  actor: 'user',
  rate: 'read',
  query: AnalyticsQuery,
  response: AnalyticsOverview,
  run: ({ actor, query }) => getOverview(actor, query.days),
})
