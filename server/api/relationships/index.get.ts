import { ListRelationshipsQuery, RelationshipPage } from '#shared/relationships'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { findRelationships } from '../../relationships/find-relationships.ts'

export default defineEndpoint({
  summary:
    'Lists your connections, the requests that wait, those you sent, or whom you blocked; newest first.',
  actor: 'user',
  rate: 'read',
  query: ListRelationshipsQuery,
  response: RelationshipPage,
  run: ({ actor, query }) => findRelationships(actor, query),
})
