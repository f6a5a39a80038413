import { Types, trusted } from 'mongoose'
import type { NotificationKind } from '#shared/notifications'
import { logger } from '../logger.ts'
import { dropEntries } from './gathered-row.ts'
import { announceNotifications } from './notification-changes.ts'
import { Notification, type NotificationDocument } from './notification.model.ts'

/** Takes back what was told of things that are gone, from everybody. Like `notify` it never throws. */
export function withdraw(...things: string[]): Promise<void> {
  const isGone = { $in: ['$$entry.thing', things] }
  return takeBack({ 'entries.thing': trusted({ $in: things }) }, isGone)
}

/** Takes back what some people were told of a thing as one kind of news, as a mention that an edit removed. */
export function withdrawFor(userIds: string[], kind: NotificationKind, thing: string): Promise<void> {
  const people = trusted({ $in: userIds.map((id) => new Types.ObjectId(id)) })
  return takeBack({ userId: people, kind, 'entries.thing': thing }, { $eq: ['$$entry.thing', thing] })
}

/** Takes back all that one person was told of another, as a block does. */
export function withdrawFrom(userId: string, actorId: string): Promise<void> {
  const isTheirs = { $eq: ['$$entry.actorId', new Types.ObjectId(actorId)] }
  return takeBack({ userId: new Types.ObjectId(userId), 'entries.actorId': actorId }, isTheirs)
}

/** Takes back what everybody was told of one person. */
export function withdrawAllFrom(actorId: string): Promise<void> {
  const isTheirs = { $eq: ['$$entry.actorId', new Types.ObjectId(actorId)] }
  return takeBack({ 'entries.actorId': actorId }, isTheirs)
}

/** Takes back all that leads to a page, whatever stands after its path, as `/watch/<id>` once the video is gone. */
export async function removeNotificationsTo(path: string): Promise<void> {
  const literal = path.replace(/[^\w/-]/g, '\\$&')
  await remove({ url: trusted({ $regex: new RegExp(`^${literal}(?:[?#/]|$)`) }) })
}

/** Takes back all whose latest news leads to one of these very addresses, as the likes of a comment. */
export function removeNotificationsAt(urls: string[]): Promise<void> {
  return remove({ url: trusted({ $in: urls }) })
}

/** Takes back a whole group of one person's, read or not, as the likes of a comment that is gone. */
export function withdrawGroup(userId: string, group: string): Promise<void> {
  return remove({ userId, group })
}

const BATCH = 200

async function takeBack(filter: object, matches: object): Promise<void> {
  await quietly(async () => {
    const rows = await Notification.find(filter, { userId: 1 }).lean<NotificationDocument[]>()
    for (let start = 0; start < rows.length; start += BATCH) {
      const ids = rows.slice(start, start + BATCH).map((row) => row._id)
      await Notification.updateMany({ _id: trusted({ $in: ids }) }, dropEntries(matches), {
        updatePipeline: true,
      })
      // with the state in the filter: one that gathered something new meanwhile stays
      await Notification.deleteMany({ _id: trusted({ $in: ids }), entries: trusted({ $size: 0 }) })
    }
    announceNotifications(rows.map((row) => row.userId.toString()))
  })
}

async function remove(filter: object): Promise<void> {
  await quietly(async () => {
    const rows = await Notification.find(filter, { userId: 1 }).lean<NotificationDocument[]>()
    await Notification.deleteMany({ _id: trusted({ $in: rows.map((row) => row._id) }) })
    announceNotifications(rows.map((row) => row.userId.toString()))
  })
}

async function quietly(run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    logger.error({ error }, 'notifications could not be taken back')
  }
}
