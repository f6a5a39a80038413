import { IdParams } from '#shared/common'
import { CountersView } from '#shared/engagement'
import { react } from '../../../engagement/engage.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { engagedVideo } from '../../../videos/engaged-video.ts'

export default defineEndpoint({
  summary: 'Dislikes a video, in place of the opposite.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  response: CountersView,
  run: async ({ actor, params }) => react(actor, await engagedVideo(actor, params.id), 'dislike'),
})
