import { clearHistory } from '../../../history/clear-history.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Clears your history.',
  actor: 'user',
  rate: 'write',
  run: ({ actor }) => clearHistory(actor.userId),
})
