import { HistoryQuery } from '#shared/engagement'
import { HistoryPage } from '#shared/history'
import { findHistory } from '../../../history/find-history.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Lists what you watched, last first.',
  actor: 'user',
  rate: 'read',
  query: HistoryQuery,
  response: HistoryPage,
  run: ({ actor, query }) => findHistory(actor, query),
})
