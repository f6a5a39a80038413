import { IdParams } from '#shared/common'
import { VideoStatusView } from '#shared/videos'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { acceptsEventStream, streamEvents } from '../../../http/event-stream.ts'
import { sendJson } from '../../../http/send-json.ts'
import { getVideo } from '../../../videos/get-video.ts'
import { presentStatus } from '../../../videos/present-videos.ts'
import { watchStatus } from '../../../videos/watch-status.ts'

export default defineEndpoint({
  summary:
    'Says how far the processing of a video is; as server-sent events when text/event-stream is accepted.',
  actor: 'guest',
  rate: 'read',
  params: IdParams,
  response: VideoStatusView,
  raw: true,
  contentTypes: ['application/json', 'text/event-stream'],
  run: async ({ actor, params, reply, currentActor }) => {
    const video = await getVideo(actor, params.id)
    if (!acceptsEventStream(reply.raw.request))
      return sendJson(reply.raw.response, await presentStatus(video))
    streamEvents(reply.raw, (stream) =>
      watchStatus({
        actor,
        currentActor,
        videoId: params.id,
        onStatus: (status) => stream.send('status', status),
        onGone: () => stream.close(),
      }),
    )
  },
})
