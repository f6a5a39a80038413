import { IdParams } from '#shared/common'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { deleteTopic } from '../../topics/delete-topic.ts'

export default defineEndpoint({
  summary: 'Removes a topic; its videos stay, without a topic.',
  actor: 'admin',
  rate: 'write',
  params: IdParams,
  audit: 'DELETE_TOPIC',
  run: ({ actor, params }) => deleteTopic(actor, params.id),
})
