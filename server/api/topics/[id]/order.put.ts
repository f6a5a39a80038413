import { IdParams } from '#shared/common'
import { ClipOrderBody } from '#shared/learning'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { orderClips } from '../../../learning/order-clips.ts'

export default defineEndpoint({
  summary: 'Sets the order of the clips of a topic on its learning path.',
  actor: 'admin',
  rate: 'write',
  params: IdParams,
  body: ClipOrderBody,
  run: ({ params, body }) => orderClips(params.id, body.clipIds),
})
