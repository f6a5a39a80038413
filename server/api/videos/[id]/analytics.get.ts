import { IdParams } from '#shared/common'
import { AnalyticsQuery, AnalyticsView } from '#shared/studio'
import { getVideoAnalytics } from '../../../analytics/get-analytics.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary:
    'Says how your video is watched: views and seconds by day and where viewers came from in these days, and ever how often each second was played.',
  actor: 'user',
  rate: 'read',
  params: IdParams,
  query: AnalyticsQuery,
  response: AnalyticsView,
  run: ({ actor, params, query }) => getVideoAnalytics(actor, params.id, query.days),
})
