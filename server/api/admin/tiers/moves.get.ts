import { ListMovesQuery, TierMovePage } from '#shared/storage'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { findMoves } from '../../../tiers/find-moves.ts'

export default defineEndpoint({
  summary: 'Lists what moved between storage tiers and what is being moved, newest first.',
  actor: 'admin',
  rate: 'read',
  query: ListMovesQuery,
  response: TierMovePage,
  run: ({ query }) => findMoves(query),
})
