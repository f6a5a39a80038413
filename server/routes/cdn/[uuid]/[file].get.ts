import { MediaParams, MediaQuery } from '#shared/delivery'
import { openMedia } from '../../../delivery/open-media.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { sendMedia } from '../../../http/send-media.ts'

export default defineEndpoint({
  summary: 'Gives playlists, byte ranges of the pack, and artwork of a video.',
  actor: 'guest',
  rate: 'none',
  params: MediaParams,
  query: MediaQuery,
  raw: true,
  contentTypes: [
    'application/vnd.apple.mpegurl',
    'video/mp4',
    'image/jpeg',
    'image/webp',
    'text/vtt',
    'application/json',
  ],
  run: async ({ actor, params, query, reply }) => {
    const { r: revision, ...rest } = query
    await sendMedia(reply.raw, await openMedia(actor, { ...params, ...rest, revision }))
  },
})
