import { PageQuery } from '#shared/common'
import { CollectionPage } from '#shared/storage'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { findCollections } from '../../../tiers/find-collections.ts'

export default defineEndpoint({
  summary: 'Lists collections, newest first: what they hold, where they lie, and their days.',
  actor: 'admin',
  rate: 'read',
  query: PageQuery,
  response: CollectionPage,
  run: ({ query }) => findCollections(query),
})
