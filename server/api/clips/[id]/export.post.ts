import { ClipExportView, ExportClipBody } from '#shared/clips'
import { IdParams } from '#shared/common'
import { presentExport } from '../../../clips/find-exports.ts'
import { requestExport } from '../../../clips/request-export.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Asks for your clip as a file, as it is or cropped upright or square.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  body: ExportClipBody,
  response: ClipExportView,
  status: 202,
  audit: 'EXPORT_CLIP',
  run: async ({ actor, params, body }) => presentExport(await requestExport(actor, params.id, body)),
})
