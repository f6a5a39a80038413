import { ReachQuery, RecommendationReportView } from '#shared/recommendations'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { readReport } from '../../../recommendations/read-report.ts'

export default defineEndpoint({
  summary:
    'Says what the recommendations came to, day by day: plays and reward by reason, coverage, and how evenly plays fell.',
  actor: 'admin',
  rate: 'read',
  query: ReachQuery,
  response: RecommendationReportView,
  run: ({ query }) => readReport(query.days),
})
