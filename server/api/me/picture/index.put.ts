import { MeView, PICTURE_MAX_BYTES } from '#shared/accounts'
import { NoQuery } from '#shared/common'
import { getMe } from '../../../accounts/get-me.ts'
import { setPicture } from '../../../accounts/picture.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { readBodyBytes } from '../../../http/read-body-bytes.ts'
import { sendJson } from '../../../http/send-json.ts'

export default defineEndpoint({
  summary:
    'Set your picture: the bytes of a JPEG, PNG, WebP, GIF or AVIF file of at most 10 MB. Its middle square is kept, without metadata.',
  actor: 'user',
  rate: 'picture',
  query: NoQuery,
  response: MeView,
  raw: true,
  contentTypes: ['application/json'],
  async run({ actor, reply }) {
    await setPicture(actor, await readBodyBytes(reply.raw.request, PICTURE_MAX_BYTES))
    sendJson(reply.raw.response, await getMe(actor.userId))
  },
})
