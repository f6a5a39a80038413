import { NeededQuery, VaultNeededView } from '#shared/storage'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { findNeeded } from '../../tiers/find-needed.ts'

export default defineEndpoint({
  summary: 'Says which of the videos that you hold a copy of await one, and how much of it has come.',
  actor: 'user',
  rate: 'read',
  query: NeededQuery,
  response: VaultNeededView,
  run: ({ actor, query }) => findNeeded(actor, query.ids),
})
