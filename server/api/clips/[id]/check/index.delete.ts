import { IdParams } from '#shared/common'
import { defineEndpoint } from '../../../../http/define-endpoint.ts'
import { deleteCheck } from '../../../../learning/write-check.ts'

export default defineEndpoint({
  summary: 'Takes the question after your clip away.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  run: ({ actor, params }) => deleteCheck(actor, params.id),
})
