import { IdParams } from '#shared/common'
import { TopicView } from '#shared/topics'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { getTopic, presentTopic } from '../../topics/find-topics.ts'

export default defineEndpoint({
  summary: 'Gives one topic.',
  actor: 'guest',
  rate: 'read',
  params: IdParams,
  response: TopicView,
  run: async ({ params }) => presentTopic(await getTopic(params.id)),
})
