import { IdParams } from '#shared/common'
import { TopicView, UpdateTopicBody } from '#shared/topics'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { presentTopic } from '../../topics/find-topics.ts'
import { updateTopic } from '../../topics/upsert-topic.ts'

export default defineEndpoint({
  summary: 'Changes what a topic says and which topics come before it.',
  actor: 'admin',
  rate: 'write',
  params: IdParams,
  body: UpdateTopicBody,
  response: TopicView,
  run: async ({ params, body }) => presentTopic(await updateTopic(params.id, body)),
})
