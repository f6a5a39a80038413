import { ClipView } from '#shared/clips'
import { IdParams } from '#shared/common'
import { getClip } from '../../../clips/get-clip.ts'
import { presentOneClip } from '../../../clips/present-clips.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Gives one clip.',
  actor: 'guest',
  rate: 'read',
  params: IdParams,
  response: ClipView,
  run: async ({ actor, params }) => {
    const { clip, video } = await getClip(actor, params.id)
    return presentOneClip(actor, clip, video)
  },
})
