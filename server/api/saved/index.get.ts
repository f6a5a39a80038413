import { PageQuery } from '#shared/common'
import { SavedPage } from '#shared/saved'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { findSaved } from '../../saves/find-saved.ts'

export default defineEndpoint({
  summary: 'Lists what you saved for later, last first.',
  actor: 'user',
  rate: 'read',
  query: PageQuery,
  response: SavedPage,
  run: ({ actor, query }) => findSaved(actor, query),
})
