import { EmbedMediaParams, EmbedMediaQuery } from '#shared/embed'
import { openEmbedMedia } from '../../../../delivery/open-embed-media.ts'
import { defineEndpoint } from '../../../../http/define-endpoint.ts'
import { sendMedia } from '../../../../http/send-media.ts'

export default defineEndpoint({
  summary: 'Gives playlists, byte ranges and artwork of a public video or clip that another site shows.',
  actor: 'anyone',
  rate: 'none',
  params: EmbedMediaParams,
  query: EmbedMediaQuery,
  raw: true,
  contentTypes: ['application/vnd.apple.mpegurl', 'video/mp4', 'image/jpeg', 'text/vtt'],
  run: async ({ params, query, reply }) => {
    const { r: revision, ...rest } = query
    await sendMedia(reply.raw, await openEmbedMedia({ ...params, ...rest, revision }))
  },
})
