import { HistoryParams } from '#shared/engagement'
import { forgetWatching } from '../../../history/clear-history.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Takes one line out of your history.',
  actor: 'user',
  rate: 'write',
  params: HistoryParams,
  run: ({ actor, params }) => forgetWatching(actor, params.id),
})
