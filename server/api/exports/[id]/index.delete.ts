import { IdParams } from '#shared/common'
import { getExport } from '../../../clips/find-exports.ts'
import { removeExport } from '../../../clips/remove-exports.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Removes a file of yours, or ends the work on it.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  run: async ({ actor, params }) => {
    await getExport(actor, params.id)
    await removeExport(params.id)
  },
})
