import { FeedTopicsView } from '#shared/feed'
import { findFeedTopics } from '../../../feed/find-feed-topics.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Lists the sequences that the feed can be switched to: all topics, pinned ones, and the others.',
  actor: 'guest',
  rate: 'read',
  response: FeedTopicsView,
  run: ({ actor }) => findFeedTopics(actor),
})
