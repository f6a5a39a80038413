import { defineEndpoint } from '../../http/define-endpoint.ts'
import { clearQueue } from '../../recommendations/recommended-queue.ts'

export default defineEndpoint({
  summary: 'Forgets what comes next for the caller.',
  actor: 'user',
  rate: 'write',
  run: ({ actor }) => clearQueue(actor),
})
