import { ListTopicsQuery, TopicPage } from '#shared/topics'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { findTopics, presentTopic } from '../../topics/find-topics.ts'

export default defineEndpoint({
  summary: 'Lists topics and subtopics by name.',
  actor: 'guest',
  rate: 'read',
  query: ListTopicsQuery,
  response: TopicPage,
  run: async ({ query }) => {
    const page = await findTopics(query)
    return { items: page.items.map(presentTopic), nextCursor: page.nextCursor }
  },
})
