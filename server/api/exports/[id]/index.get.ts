import { ClipExportView } from '#shared/clips'
import { IdParams } from '#shared/common'
import { getExport, presentExport } from '../../../clips/find-exports.ts'
import { watchExport } from '../../../clips/watch-export.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { acceptsEventStream, streamEvents } from '../../../http/event-stream.ts'
import { sendJson } from '../../../http/send-json.ts'

export default defineEndpoint({
  summary: 'Says how far a file of yours is; as server-sent events when text/event-stream is accepted.',
  actor: 'user',
  rate: 'read',
  params: IdParams,
  response: ClipExportView,
  raw: true,
  contentTypes: ['application/json', 'text/event-stream'],
  run: async ({ actor, params, reply, currentActor }) => {
    const found = await getExport(actor, params.id)
    if (!acceptsEventStream(reply.raw.request)) return sendJson(reply.raw.response, presentExport(found))
    streamEvents(reply.raw, (stream) =>
      watchExport({
        exportId: params.id,
        currentActor,
        onChange: (view) => stream.send('export', view),
        onEnd: () => stream.close(),
      }),
    )
  },
})
