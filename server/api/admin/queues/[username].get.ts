import { UsernameParams } from '#shared/profiles'
import { QueueOfQuery, QueueOfView } from '#shared/recommendations'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { readQueueOf } from '../../../recommendations/read-queue-of.ts'

export default defineEndpoint({
  summary: 'Shows what stands in somebody’s queue, with every number and multiplier behind it.',
  actor: 'admin',
  rate: 'read',
  params: UsernameParams,
  query: QueueOfQuery,
  response: QueueOfView,
  audit: 'READ_QUEUE',
  run: ({ actor, params, query }) => readQueueOf(actor, params.username, query.topic),
})
