import { FeedWindowBody } from '#shared/feed'
import { reportWindow } from '../../feed/feed-window.ts'
import { warmThings } from '../../feed/warm-things.ts'
import { defineEndpoint } from '../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Tells which items a player keeps ready now; replaces what it told before and lasts ten minutes.',
  actor: 'guest',
  rate: 'report',
  body: FeedWindowBody,
  run: async ({ actor, body }) => {
    await reportWindow(actor, body)
    warmThings(body.items)
  },
})
