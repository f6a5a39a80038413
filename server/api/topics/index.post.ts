import { TopicInput, TopicView } from '#shared/topics'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { presentTopic } from '../../topics/find-topics.ts'
import { createTopic } from '../../topics/upsert-topic.ts'

export default defineEndpoint({
  summary: 'Makes a topic.',
  actor: 'admin',
  rate: 'write',
  body: TopicInput,
  response: TopicView,
  status: 201,
  run: async ({ body }) => presentTopic(await createTopic(body)),
})
