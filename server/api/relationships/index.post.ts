import { CreateRelationshipBody, RelationshipView } from '#shared/relationships'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { createRelationship } from '../../profiles/create-relationship.ts'

export default defineEndpoint({
  summary: 'Asks somebody to connect, or blocks them; a block is not told to them.',
  actor: 'user',
  rate: 'write',
  body: CreateRelationshipBody,
  response: RelationshipView,
  status: 201,
  audit: 'BLOCK_PERSON',
  run: ({ actor, body }) => createRelationship(actor, body),
})
