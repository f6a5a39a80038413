import { FeedPage, FeedQuery, FeedTopicParams } from '#shared/feed'
import { readFeed } from '../../../feed/read-feed.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Gives the next items of a topic or subtopic, in the order of its learning path.',
  actor: 'guest',
  rate: 'read',
  params: FeedTopicParams,
  query: FeedQuery,
  response: FeedPage,
  run: ({ actor, params, query }) => readFeed(actor, params.name, query),
})
