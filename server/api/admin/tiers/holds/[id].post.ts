import { IdParams } from '#shared/common'
import { HoldBody } from '#shared/storage'
import { defineEndpoint } from '../../../../http/define-endpoint.ts'
import { holdVideo } from '../../../../tiers/hold.ts'

export default defineEndpoint({
  summary: 'Holds a video: it never leaves the archive until the hold is lifted.',
  actor: 'admin',
  rate: 'write',
  params: IdParams,
  body: HoldBody,
  audit: 'HOLD_VIDEO',
  run: ({ actor, params, body }) => holdVideo(actor, params.id, body.reason),
})
