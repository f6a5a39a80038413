import { IdParams } from '#shared/common'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { deleteTopic } from '../../topics/delete-topic.ts'
import { dropTopicName } from '../../videos/topic-names.ts'

export default defineEndpoint({
  summary: 'Removes a topic; its videos stay, without a topic.',
  actor: 'admin',
  rate: 'write',
  params: IdParams,
  audit: 'DELETE_TOPIC',
  run: async ({ actor, params }) => {
    await deleteTopic(actor, params.id)
    dropTopicName(params.id)
  },
})
