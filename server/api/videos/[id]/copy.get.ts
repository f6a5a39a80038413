import { IdParams } from '#shared/common'
import { CopyQuery } from '#shared/storage'
import { openCopy } from '../../../delivery/open-copy.ts'
import { attachment } from '../../../http/attachment.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { sendMedia } from '../../../http/send-media.ts'

export default defineEndpoint({
  summary:
    'Gives a file of your video, whole or in ranges, from wherever it lies: the pack, which can be given back, or the original.',
  actor: 'user',
  rate: 'read',
  params: IdParams,
  query: CopyQuery,
  raw: true,
  contentTypes: ['video/mp4', 'application/octet-stream'],
  run: async ({ actor, params, query, reply }) => {
    const { media, filename } = await openCopy(actor, params.id, query.role)
    reply.header('content-disposition', attachment(filename))
    await sendMedia(reply.raw, media)
  },
})
