import { ClipExportPage } from '#shared/clips'
import { IdParams, PageQuery } from '#shared/common'
import { findExports } from '../../../clips/find-exports.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Lists the files that you asked for of a clip, latest first.',
  actor: 'user',
  rate: 'read',
  params: IdParams,
  query: PageQuery,
  response: ClipExportPage,
  run: ({ actor, params, query }) => findExports(actor, params.id, query),
})
