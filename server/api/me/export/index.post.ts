import { DataExportView, StartDataExportBody } from '#shared/personal-data'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { getDataExport } from '../../../personal-data/present-export.ts'
import { startDataExport } from '../../../personal-data/start-export.ts'

export default defineEndpoint({
  summary: 'Ask for a zip of everything that is kept about you. You are notified when it is ready.',
  actor: 'user',
  rate: 'write',
  body: StartDataExportBody,
  response: DataExportView,
  status: 202,
  audit: 'EXPORT_DATA',
  async run({ actor, body }) {
    await startDataExport(actor, body)
    return getDataExport(actor)
  },
})
