import { DataExportView } from '#shared/personal-data'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { getDataExport } from '../../../personal-data/present-export.ts'

export default defineEndpoint({
  summary: 'How far the newest export of your data is.',
  actor: 'user',
  rate: 'read',
  response: DataExportView,
  run: ({ actor }) => getDataExport(actor),
})
