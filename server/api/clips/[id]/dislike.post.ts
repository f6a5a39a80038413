import { IdParams } from '#shared/common'
import { CountersView } from '#shared/engagement'
import { engagedClip } from '../../../clips/engaged-clip.ts'
import { react } from '../../../engagement/engage.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Dislikes a clip, in place of the opposite.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  response: CountersView,
  run: async ({ actor, params }) => react(actor, await engagedClip(actor, params.id), 'dislike'),
})
