import { IdParams } from '#shared/common'
import { defineEndpoint } from '../../../../http/define-endpoint.ts'
import { releaseVideo } from '../../../../tiers/hold.ts'

export default defineEndpoint({
  summary: 'Lifts the hold of a video: the rules decide again where it lies.',
  actor: 'admin',
  rate: 'write',
  params: IdParams,
  audit: 'RELEASE_VIDEO',
  run: ({ actor, params }) => releaseVideo(actor, params.id),
})
