import { ClipPage } from '#shared/clips'
import { IdParams, PageQuery } from '#shared/common'
import { findClips } from '../../../../clips/find-clips.ts'
import { presentClipPage } from '../../../../clips/present-clips.ts'
import { defineEndpoint } from '../../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Lists the clips of a video in the order of their start.',
  actor: 'guest',
  rate: 'read',
  params: IdParams,
  query: PageQuery,
  response: ClipPage,
  run: async ({ actor, params, query }) =>
    presentClipPage(actor, await findClips(actor, { videoId: params.id }, query)),
})
