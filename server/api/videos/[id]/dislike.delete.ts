import { IdParams } from '#shared/common'
import { CountersView } from '#shared/engagement'
import { unreact } from '../../../engagement/engage.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { engagedVideo } from '../../../videos/engaged-video.ts'

export default defineEndpoint({
  summary: 'Takes back your dislike.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  response: CountersView,
  run: async ({ actor, params }) => unreact(actor, await engagedVideo(actor, params.id), 'dislike'),
})
