import { isOperator } from '../accounts/actor.ts'
import { Forbidden, Unauthenticated } from '../errors.ts'
import { defineEndpoint } from '../http/define-endpoint.ts'
import { metrics } from '../metrics.ts'

export default defineEndpoint({
  summary: 'Prometheus metrics: for this machine itself, or with the scope operate or admin.',
  actor: 'anyone',
  rate: 'read',
  contentTypes: ['text/plain'],
  run({ actor, client, reply }) {
    if (!client.isLoopback && !actor)
      throw new Unauthenticated('Send a token with the scope operate or admin.')
    if (!client.isLoopback && !isOperator(actor))
      throw new Forbidden('This needs the scope operate or admin.')
    reply.header('content-type', metrics.contentType)
    return metrics.metrics()
  },
})
