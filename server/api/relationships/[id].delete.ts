import { IdParams } from '#shared/common'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { endRelationship } from '../../profiles/end-relationship.ts'

export default defineEndpoint({
  summary: 'Cancels your request, ends a connection, or takes back your block.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  audit: 'UNBLOCK_PERSON',
  run: ({ actor, params }) => endRelationship(actor, params.id),
})
