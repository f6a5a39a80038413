import { Types, trusted } from 'mongoose'
import type { ListNotificationsQuery, NotificationPage } from '#shared/notifications'
import type { UserActor } from '../accounts/actor.ts'
import { decodeCursor, encodeCursor } from '../page-cursor.ts'
import { Notification, type NotificationDocument } from './notification.model.ts'
import { presentNotifications } from './present-notifications.ts'

/** The caller's own, latest first. One that gathers more while they are paged through moves to the top again. */
export async function findNotifications(
  actor: UserActor,
  query: ListNotificationsQuery,
): Promise<NotificationPage> {
  const [rows, unreadCount] = await Promise.all([
    Notification.find({
      userId: actor.userId,
      ...(query.unread ? { isRead: query.unread === 'false' } : {}),
      ...(query.cursor ? after(query.cursor) : {}),
    })
      .sort({ date: -1, _id: -1 })
      .limit(query.limit + 1)
      .lean<NotificationDocument[]>(),
    countUnread(actor),
  ])
  const shown = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? shown.at(-1) : undefined
  const items = await presentNotifications(actor, shown)
  return { items, nextCursor: last ? cursorOf(last) : null, unreadCount }
}

/** Never more than a person keeps (MAX_NOTIFICATIONS), so that counting stays cheap. */
export function countUnread({ userId }: Pick<UserActor, 'userId'>): Promise<number> {
  return Notification.countDocuments({ userId, isRead: false })
}

function cursorOf(row: NotificationDocument): string {
  return encodeCursor(`${row.date.getTime()}:${row._id.toHexString()}`)
}

/** The date bounds the index, the rest only decides between equals, so no order is made in memory. */
function after(cursor: string) {
  const key = decodeCursor(cursor, (text) => /^\d{1,15}:[0-9a-f]{24}$/.test(text))
  const [time, id] = key.split(':')
  const date = new Date(Number(time))
  return {
    date: trusted({ $lte: date }),
    $or: [{ date: trusted({ $lt: date }) }, { _id: trusted({ $lt: new Types.ObjectId(id) }) }],
  }
}
