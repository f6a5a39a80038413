import { IdParams } from '#shared/common'
import { ThumbnailBody } from '#shared/studio'
import { VideoView } from '#shared/videos'
import { defineEndpoint } from '../../../../http/define-endpoint.ts'
import { chooseFrame } from '../../../../videos/choose-thumbnail.ts'
import { presentOneVideo } from '../../../../videos/present-videos.ts'

export default defineEndpoint({
  summary:
    'Chooses a moment of your video as its picture. It is cut soon: until then `thumbnailState` is `making`.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  body: ThumbnailBody,
  status: 202,
  response: VideoView,
  audit: 'UPDATE_VIDEO',
  run: async ({ actor, params, body }) =>
    presentOneVideo(actor, await chooseFrame(actor, params.id, body.seconds)),
})
