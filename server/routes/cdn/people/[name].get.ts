import { PictureParams } from '#shared/delivery'
import { openPicture } from '../../../delivery/open-picture.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { sendMedia } from '../../../http/send-media.ts'

export default defineEndpoint({
  summary: 'Gives a person’s picture.',
  actor: 'guest',
  rate: 'none',
  params: PictureParams,
  raw: true,
  contentTypes: ['image/webp'],
  run: async ({ params, reply }) => sendMedia(reply.raw, await openPicture(params.name)),
})
