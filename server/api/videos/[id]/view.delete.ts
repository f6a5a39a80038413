import { IdParams } from '#shared/common'
import { CountersView } from '#shared/engagement'
import { unview } from '../../../engagement/engage.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { engagedVideo } from '../../../videos/engaged-video.ts'

export default defineEndpoint({
  summary: 'Takes back your own views of the video.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  response: CountersView,
  run: async ({ actor, params }) => unview(actor, await engagedVideo(actor, params.id)),
})
