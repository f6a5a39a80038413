import { ListVideosQuery, VideoPage } from '#shared/videos'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { findVideos } from '../../videos/find-videos.ts'
import { presentVideoPage } from '../../videos/present-videos.ts'

export default defineEndpoint({
  summary: 'Lists the videos that everybody can watch, or your own in every state; newest first.',
  actor: 'guest',
  rate: 'read',
  query: ListVideosQuery,
  response: VideoPage,
  run: async ({ actor, query }) => presentVideoPage(actor, await findVideos(actor, query)),
})
