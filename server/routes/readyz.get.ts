import { ReadinessView } from '#shared/operations'
import { checkReadiness } from '../check-readiness.ts'
import { defineEndpoint } from '../http/define-endpoint.ts'

export default defineEndpoint({
  summary:
    'Whether this process can serve: its databases, cache and object store answer. 503 says which does not.',
  actor: 'open',
  rate: 'none',
  response: ReadinessView,
  async run({ reply }) {
    const readiness = await checkReadiness()
    reply.header('cache-control', 'no-store')
    if (readiness.status !== 'ok') reply.status(503)
    return readiness
  },
})
