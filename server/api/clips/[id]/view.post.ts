import { IdParams } from '#shared/common'
import { CountersView, ViewBody } from '#shared/engagement'
import { viewWithSource } from '../../../analytics/count-source.ts'
import { engagedClip } from '../../../clips/engaged-clip.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Counts a view of the clip, at most one in 30 minutes and only after 2 seconds.',
  actor: 'guest',
  rate: 'report',
  params: IdParams,
  body: ViewBody,
  response: CountersView,
  run: async ({ actor, params, body, client }) =>
    viewWithSource(actor, await engagedClip(actor, params.id), {
      ...body,
      addressGroup: client.addressGroup,
    }),
})
