import { Notification, type NotificationDocument } from './notification.model.ts'
import { withdrawAllFrom } from './withdraw.ts'

/** What somebody was told, newest first. */
export async function* exportNotificationsBy(userId: string): AsyncIterable<object> {
  const rows = Notification.find({ userId })
    .sort({ date: -1, _id: -1 })
    .lean<NotificationDocument[]>()
    .cursor()
  for await (const { kind, entries, isRead, count, date } of rows) {
    yield {
      kind,
      isRead,
      count,
      date,
      entries: entries.map(({ subject, url, date }) => ({ subject, url, date })),
    }
  }
}

/** What they were told, and what others were told of them. */
export async function eraseNotificationsBy(userId: string): Promise<void> {
  await Notification.deleteMany({ userId })
  await withdrawAllFrom(userId)
}
