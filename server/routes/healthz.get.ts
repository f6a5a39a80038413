import { HealthView } from '#shared/operations'
import { defineEndpoint } from '../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Whether this process is alive; looks at nothing else.',
  actor: 'open',
  rate: 'none',
  response: HealthView,
  run: () => ({ status: 'ok' }),
})
