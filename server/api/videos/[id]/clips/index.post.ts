import { ClipView, CreateClipBody } from '#shared/clips'
import { IdParams } from '#shared/common'
import { createClip } from '../../../../clips/create-clip.ts'
import { presentOneClip } from '../../../../clips/present-clips.ts'
import { defineEndpoint } from '../../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Makes a clip of your video: in and out points with a title of its own.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  body: CreateClipBody,
  response: ClipView,
  status: 201,
  run: async ({ actor, params, body }) => presentOneClip(actor, await createClip(actor, params.id, body)),
})
