import { IdParams } from '#shared/common'
import { CountersView } from '#shared/engagement'
import { engagedClip } from '../../../clips/engaged-clip.ts'
import { unreact } from '../../../engagement/engage.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Takes back your like.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  response: CountersView,
  run: async ({ actor, params }) => unreact(actor, await engagedClip(actor, params.id), 'like'),
})
