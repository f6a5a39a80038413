import { PageQuery } from '#shared/common'
import { StoragePage } from '#shared/storage'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { findStorage } from '../../tiers/find-storage.ts'

export default defineEndpoint({
  summary: 'Lists where your videos lie, newest first.',
  actor: 'user',
  rate: 'read',
  query: PageQuery,
  response: StoragePage,
  run: ({ actor, query }) => findStorage(actor, query),
})
