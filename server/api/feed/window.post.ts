import { FeedWindowBody } from '#shared/feed'
import { reportWindow } from '../../feed/feed-window.ts'
import { defineEndpoint } from '../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Tells which items a player keeps ready now; replaces what it told before and lasts ten minutes.',
  actor: 'guest',
  rate: 'report',
  body: FeedWindowBody,
  run: ({ actor, body }) => reportWindow(actor, body),
})
