import { IdParams } from '#shared/common'
import { CheckBody, CheckView } from '#shared/learning'
import { defineEndpoint } from '../../../../http/define-endpoint.ts'
import { putCheck } from '../../../../learning/write-check.ts'

export default defineEndpoint({
  summary: 'Writes the question after your clip.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  body: CheckBody,
  response: CheckView,
  run: ({ actor, params, body }) => putCheck(actor, params.id, body),
})
