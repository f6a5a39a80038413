import { ReadNotificationsBody, UnreadView } from '#shared/notifications'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { readNotifications } from '../../notifications/read-notifications.ts'

export default defineEndpoint({
  summary: 'Marks some of your notifications as read or unread, or all up to now as read.',
  actor: 'user',
  rate: 'write',
  body: ReadNotificationsBody,
  response: UnreadView,
  run: ({ actor, body }) => readNotifications(actor, body),
})
