import { IdParams } from '#shared/common'
import { RelationshipView, UpdateRelationshipBody } from '#shared/relationships'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { answerRelationship } from '../../profiles/answer-relationship.ts'

export default defineEndpoint({
  summary: 'Accepts or declines a request that you were sent; a decline is not told.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  body: UpdateRelationshipBody,
  response: RelationshipView,
  run: ({ actor, params, body }) => answerRelationship(actor, params.id, body),
})
