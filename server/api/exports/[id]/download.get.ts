import { IdParams } from '#shared/common'
import { openExport } from '../../../clips/open-export.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { sendMedia } from '../../../http/send-media.ts'

export default defineEndpoint({
  summary: 'Gives a file of yours, whole or in ranges.',
  actor: 'user',
  rate: 'read',
  params: IdParams,
  raw: true,
  contentTypes: ['video/mp4'],
  run: async ({ actor, params, reply }) => {
    const { id, filename, ...file } = await openExport(actor, params.id)
    reply.header('content-disposition', `attachment; filename="${filename}"`)
    await sendMedia(reply.raw, {
      ...file,
      kind: 'object',
      isImmutable: true,
      contentType: 'video/mp4',
      etag: `"${id}"`,
      caching: 'private',
    })
  },
})
