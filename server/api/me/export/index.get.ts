import { NoQuery } from '#shared/common'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { sendJson } from '../../../http/send-json.ts'
import { sendMedia } from '../../../http/send-media.ts'
import { openDataExport } from '../../../personal-data/present-export.ts'

export default defineEndpoint({
  summary:
    'The zip of your data once it is ready; before that 202 and how far it is, 404 when none was asked for.',
  actor: 'user',
  rate: 'read',
  query: NoQuery,
  raw: true,
  contentTypes: ['application/zip', 'application/json'],
  async run({ actor, reply }) {
    const found = await openDataExport(actor)
    if ('state' in found) return sendJson(reply.raw.response, found, found.state === 'none' ? 404 : 202)
    reply.raw.response.setHeader(
      'content-disposition',
      `attachment; filename="clipway-${actor.username}.zip"`,
    )
    await sendMedia(reply.raw, found)
  },
})
