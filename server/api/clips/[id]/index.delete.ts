import { IdParams } from '#shared/common'
import { deleteClip } from '../../../clips/delete-clip.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Deletes your clip; the video stays.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  audit: 'DELETE_CLIP',
  run: ({ actor, params }) => deleteClip(actor, params.id),
})
