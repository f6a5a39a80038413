import { PreflightBody, PreflightView } from '#shared/uploads'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { preflight } from '../../uploads/preflight.ts'

export default defineEndpoint({
  summary: 'Says whether a file may be uploaded, and if not why, before its first byte.',
  actor: 'user',
  rate: 'upload',
  body: PreflightBody,
  response: PreflightView,
  run: ({ actor, body }) => preflight(actor, body),
})
