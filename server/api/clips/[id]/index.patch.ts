import { ClipView, UpdateClipBody } from '#shared/clips'
import { IdParams } from '#shared/common'
import { presentOneClip } from '../../../clips/present-clips.ts'
import { updateClip } from '../../../clips/update-clip.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Changes title, description, topic, in and out points or the picture of your clip.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  body: UpdateClipBody,
  response: ClipView,
  run: async ({ actor, params, body }) => presentOneClip(actor, await updateClip(actor, params.id, body)),
})
