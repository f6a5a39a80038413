import { IdParams } from '#shared/common'
import { UpdateVideoBody, VideoView } from '#shared/videos'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { presentOneVideo } from '../../../videos/present-videos.ts'
import { updateVideo } from '../../../videos/update-video.ts'

export default defineEndpoint({
  summary: 'Changes title, description, topic or visibility of your video.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  body: UpdateVideoBody,
  response: VideoView,
  audit: 'UPDATE_VIDEO',
  run: async ({ actor, params, body }) => presentOneVideo(actor, await updateVideo(actor, params.id, body)),
})
