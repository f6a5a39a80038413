import { IdParams } from '#shared/common'
import { VideoView } from '#shared/videos'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { getVideo } from '../../../videos/get-video.ts'
import { presentOneVideo } from '../../../videos/present-videos.ts'

export default defineEndpoint({
  summary: 'Gives one video.',
  actor: 'guest',
  rate: 'read',
  params: IdParams,
  response: VideoView,
  run: async ({ actor, params }) => presentOneVideo(actor, await getVideo(actor, params.id)),
})
