import { trusted } from 'mongoose'
import { systemClock } from '../adapters/clock/index.ts'
import { Notification } from './notification.model.ts'

const DAY_MS = 24 * 3600_000
export const READ_KEPT_DAYS = 90
export const UNREAD_KEPT_DAYS = 365
/** Of one person; the oldest go first. Keeps every list of theirs cheap, an unread one too. */
export const MAX_NOTIFICATIONS = 300

/** Removes what is old: read for 90 days, unread for a year. Gives how many went. */
export async function sweepNotifications(now = systemClock.now()): Promise<number> {
  const before = (days: number) => trusted({ $lt: new Date(now.getTime() - days * DAY_MS) })
  const read = await Notification.deleteMany({ isRead: true, date: before(READ_KEPT_DAYS) })
  const unread = await Notification.deleteMany({ date: before(UNREAD_KEPT_DAYS) })
  return read.deletedCount + unread.deletedCount
}

/** After each new row: what is beyond the most that a person keeps. */
export async function trimNotifications(userId: string): Promise<void> {
  const [first] = await Notification.find({ userId }, { date: 1 })
    .sort({ date: -1, _id: -1 })
    .skip(MAX_NOTIFICATIONS)
    .limit(1)
    .lean()
  if (!first) return
  await Notification.deleteMany({ userId, date: trusted({ $lte: first.date }) })
}
