import { FeedPage, FeedQuery } from '#shared/feed'
import { readFeed } from '../../feed/read-feed.ts'
import { defineEndpoint } from '../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Gives the next items of the feed over all topics, each with why it is there and how to play it.',
  actor: 'guest',
  rate: 'read',
  query: FeedQuery,
  response: FeedPage,
  run: ({ actor, query }) => readFeed(actor, null, query),
})
