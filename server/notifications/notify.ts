import { Types, trusted } from 'mongoose'
import type { NotificationKind } from '#shared/notifications'
import { systemClock } from '../adapters/clock/index.ts'
import { isDuplicateKey } from '../database.ts'
import { logger } from '../logger.ts'
import { Relationship } from '../relationships/relationship.model.ts'
import { addEntry } from './gathered-row.ts'
import { announceNotifications } from './notification-changes.ts'
import { Notification } from './notification.model.ts'
import { trimNotifications } from './sweep-notifications.ts'

export interface Notice {
  /** Who is told. */
  userId: string
  kind: NotificationKind
  /** What belongs together while it is unread, as `comment:video:<id>`. */
  group: string
  /** Who did it; left out where the server speaks. */
  actorId?: string
  /** Key of what happened, as `comment:<id>`: told twice it counts once, and `withdraw` takes it back. */
  thing: string
  /** A title, or the beginning of a text; its first 140 characters are kept. */
  subject: string
  /** Path on this site. */
  url: string
}

const MAX_SUBJECT_LENGTH = 140
/** Each further try means that somebody else's row was made or read in between. */
const MAX_TRIES = 6

/**
 * Tells somebody, after the write that it is about. Nobody is told of themselves or by people whom a block hides from
 * them. Never throws: what happened stands whether or not it can be told, so a failure is only logged.
 */
export async function notify(notice: Notice): Promise<void> {
  try {
    if (notice.userId === notice.actorId || (await isToldOrHidden(notice))) return
    await gather(notice)
    announceNotifications([notice.userId])
  } catch (error) {
    logger.error({ error, thing: notice.thing }, 'somebody could not be notified')
  }
}

async function isToldOrHidden({ userId, actorId, thing }: Notice): Promise<boolean> {
  const [told, block] = await Promise.all([
    Notification.exists({ userId, 'entries.thing': thing }),
    actorId ? findBlock(userId, actorId) : null,
  ])
  return Boolean(told ?? block)
}

function findBlock(a: string, b: string) {
  const pairs = [
    { fromUserID: a, toUserID: b },
    { fromUserID: b, toUserID: a },
  ]
  return Relationship.exists({ $or: pairs.map((pair) => ({ ...pair, status: 'blocked' as const })) })
}

/**
 * One atomic write to the group's unread row, made by it if there is none. The unique index refuses a second one: then
 * two came at once, or the thing is in there already.
 */
async function gather(notice: Notice): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { upsertedCount } = await writeEntry(notice)
      if (upsertedCount > 0) await trimNotifications(notice.userId)
      return
    } catch (error) {
      if (!isDuplicateKey(error) || attempt === MAX_TRIES) throw error
      const { userId, thing } = notice
      if (await Notification.exists({ userId, 'entries.thing': thing })) return
    }
  }
}

function writeEntry({ userId, kind, group, actorId, thing, subject, url }: Notice) {
  const entry = {
    thing,
    actorId: actorId ? new Types.ObjectId(actorId) : null,
    subject: [...subject].slice(0, MAX_SUBJECT_LENGTH).join(''),
    url,
    date: systemClock.now(),
  }
  return Notification.updateOne(
    { userId, group, isRead: false, 'entries.thing': trusted({ $ne: thing }) },
    addEntry(kind, entry),
    { upsert: true, updatePipeline: true },
  )
}
