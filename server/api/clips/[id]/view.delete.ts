import { IdParams } from '#shared/common'
import { CountersView } from '#shared/engagement'
import { engagedClip } from '../../../clips/engaged-clip.ts'
import { unview } from '../../../engagement/engage.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Takes back your own views of the clip.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  response: CountersView,
  run: async ({ actor, params }) => unview(actor, await engagedClip(actor, params.id)),
})
