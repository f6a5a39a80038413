import { IdParams } from '#shared/common'
import { CheckView } from '#shared/learning'
import { defineEndpoint } from '../../../../http/define-endpoint.ts'
import { getCheck } from '../../../../learning/get-check.ts'

export default defineEndpoint({
  summary: 'Gives the question after a clip; its answer only to its creator and to who has answered.',
  actor: 'guest',
  rate: 'read',
  params: IdParams,
  response: CheckView,
  run: ({ actor, params }) => getCheck(actor, params.id),
})
