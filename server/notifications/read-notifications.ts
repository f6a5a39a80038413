import { trusted } from 'mongoose'
import type { ReadNotificationsBody } from '#shared/notifications'
import type { UserActor } from '../accounts/actor.ts'
import { systemClock } from '../adapters/clock/index.ts'
import { isDuplicateKey } from '../database.ts'
import { NotFound } from '../errors.ts'
import { countUnread } from './find-notifications.ts'
import { announceNotifications } from './notification-changes.ts'
import { Notification } from './notification.model.ts'

/** Marks the caller's own; ids of others' change nothing. Gives how many are unread now. */
export async function readNotifications(
  actor: UserActor,
  body: ReadNotificationsBody,
): Promise<{ unreadCount: number }> {
  if ('all' in body) await readAll(actor)
  else if (body.isRead) await readSome(actor, body.ids)
  else for (const id of body.ids) await unread(actor, id)
  announceNotifications([actor.userId])
  return { unreadCount: await countUnread(actor) }
}

/** @throws NotFound for one that is missing or somebody else's */
export async function deleteNotification(actor: UserActor, id: string): Promise<void> {
  const { deletedCount } = await Notification.deleteOne({ _id: id, userId: actor.userId })
  if (deletedCount === 0) throw new NotFound('There is no such notification.')
  announceNotifications([actor.userId])
}

/** All up to now: what arrives while this runs stays unread. */
async function readAll({ userId }: UserActor): Promise<void> {
  await Notification.updateMany(
    { userId, isRead: false, date: trusted({ $lte: systemClock.now() }) },
    { $set: { isRead: true } },
  )
}

async function readSome({ userId }: UserActor, ids: string[]): Promise<void> {
  await Notification.updateMany(
    { _id: trusted({ $in: ids }), userId, isRead: false },
    { $set: { isRead: true } },
  )
}

/** A group has one unread row; where a newer one is unread already, the older stays read. */
async function unread({ userId }: UserActor, id: string): Promise<void> {
  try {
    await Notification.updateOne({ _id: id, userId, isRead: true }, { $set: { isRead: false } })
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
}
