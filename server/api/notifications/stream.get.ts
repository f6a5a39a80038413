import { NoQuery } from '#shared/common'
import { NotificationsChange } from '#shared/notifications'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { streamEvents } from '../../http/event-stream.ts'
import { watchNotifications } from '../../notifications/watch-notifications.ts'

export default defineEndpoint({
  summary: 'Tells how many notifications are unread, and each new one, as server-sent events named change.',
  actor: 'user',
  rate: 'stream',
  query: NoQuery,
  response: NotificationsChange,
  raw: true,
  contentTypes: ['text/event-stream'],
  run: ({ actor, reply, currentActor }) =>
    streamEvents(reply.raw, (stream) =>
      watchNotifications({
        actor,
        currentActor,
        onChange: (change) => stream.send('change', change),
        onEnd: () => stream.close(),
      }),
    ),
})
