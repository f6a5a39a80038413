import { IdParams } from '#shared/common'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { deleteVideo } from '../../../videos/delete-video.ts'

export default defineEndpoint({
  summary: 'Deletes your video with everything that belongs to it.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  audit: 'DELETE_VIDEO',
  run: ({ actor, params }) => deleteVideo(actor, params.id),
})
