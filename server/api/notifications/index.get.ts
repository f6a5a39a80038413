import { ListNotificationsQuery, NotificationPage } from '#shared/notifications'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { findNotifications } from '../../notifications/find-notifications.ts'

export default defineEndpoint({
  summary: 'Lists your notifications, latest first, with how many are unread.',
  actor: 'user',
  rate: 'read',
  query: ListNotificationsQuery,
  response: NotificationPage,
  run: ({ actor, query }) => findNotifications(actor, query),
})
