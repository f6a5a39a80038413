import { ReachQuery, ReachView } from '#shared/studio'
import { findReach } from '../../analytics/find-reach.ts'
import { defineEndpoint } from '../../http/define-endpoint.ts'

export default defineEndpoint({
  summary:
    'Says how often your videos were viewed in 28 days, and in the 28 before them. `ids`: up to 100, with commas.',
  actor: 'user',
  rate: 'read',
  query: ReachQuery,
  response: ReachView,
  run: ({ actor, query }) => findReach(actor, query.ids),
})
