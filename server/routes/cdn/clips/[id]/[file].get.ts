import { ClipMediaParams, ClipMediaQuery } from '#shared/delivery'
import { openClipMedia } from '../../../../delivery/open-clip-media.ts'
import { defineEndpoint } from '../../../../http/define-endpoint.ts'
import { sendMedia } from '../../../../http/send-media.ts'

export default defineEndpoint({
  summary:
    'Gives playlists, picture, storyboard and captions of a clip; the bytes lie in the pack of its video.',
  actor: 'guest',
  rate: 'none',
  params: ClipMediaParams,
  query: ClipMediaQuery,
  raw: true,
  contentTypes: ['application/vnd.apple.mpegurl', 'image/jpeg', 'text/vtt'],
  run: async ({ actor, params, query, reply }) => {
    const { r: revision, language } = query
    await sendMedia(reply.raw, await openClipMedia(actor, { ...params, revision, language }))
  },
})
