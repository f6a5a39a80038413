import { Types } from 'mongoose'
import { Notification } from '../../../../server/notifications/notification.model.ts'
import type { RouteRows } from '../../../support/routes/row.ts'
import type { Person } from '../../../support/routes/world.ts'

async function notificationOf({ id }: Person) {
  const made = await Notification.create({
    userId: new Types.ObjectId(id),
    kind: 'video_ready',
    group: new Types.ObjectId().toHexString(),
    url: '/studio',
    date: new Date(),
  })
  return { id: made._id.toHexString() }
}

export const notificationRows: RouteRows = {
  'get /api/notifications': { queries: [{}, { unread: 'true' }] },
  'get /api/notifications/stream': {},
  'patch /api/notifications': {
    body: async ({ me }) => ({ ids: [(await notificationOf(me)).id], isRead: true }),
  },
  'delete /api/notifications/{id}': {
    own: ({ me }) => notificationOf(me),
    foreign: ({ other }) => notificationOf(other),
  },
}
