import { trusted } from 'mongoose'
import type { UserActor } from '../accounts/actor.ts'
import { accountsSql } from '../accounts/tables.ts'
import { User, type UserDocument } from '../accounts/user.model.ts'
import { systemClock } from '../adapters/clock/index.ts'
import { getMailer } from '../adapters/mailer/index.ts'
import { config } from '../config.ts'
import { logger } from '../logger.ts'
import { digestMail } from './digest-mail.ts'
import { digestPeriodStart, firstDigestSince, type DigestFrequency } from './digest-period.ts'
import { Notification, type NotificationDocument } from './notification.model.ts'
import { presentNotifications } from './present-notifications.ts'

const BATCH = 50
const LISTED = 20

type Reader = Pick<UserDocument, '_id' | 'firstName' | 'username' | 'lastDigestAt'>

/**
 * Mails everybody who asked for it what they have not read, once a day or week. A period is claimed by compare-and-set
 * before its mail is written: two workers send one, and a worker that dies in between sends none. That is the better
 * of the two mistakes: the notifications are on the page all the same. Gives how many mails went.
 */
export async function sendDigests(signal?: AbortSignal, now = systemClock.now()): Promise<number> {
  let sent = 0
  for (const frequency of ['daily', 'weekly'] as const) {
    for (let due = await findDue(frequency, now); due.length > 0; due = await findDue(frequency, now)) {
      for (const reader of due) {
        signal?.throwIfAborted()
        if (await claim(reader, frequency, now)) sent += await sendDigest(reader, frequency, now)
      }
    }
  }
  return sent
}

/** A claim takes a person out of it, so asking again goes on by itself. */
function findDue(frequency: DigestFrequency, now: Date): Promise<Reader[]> {
  return User.find(
    {
      'preferences.emailDigest': frequency,
      // also those who never had one
      lastDigestAt: trusted({ $not: { $gte: digestPeriodStart(frequency, now) } }),
    },
    { firstName: 1, username: 1, lastDigestAt: 1 },
  )
    .sort({ lastDigestAt: 1 })
    .limit(BATCH)
    .lean<Reader[]>()
}

async function claim(reader: Reader, frequency: DigestFrequency, now: Date): Promise<boolean> {
  const { modifiedCount } = await User.updateOne(
    { _id: reader._id, 'preferences.emailDigest': frequency, lastDigestAt: reader.lastDigestAt ?? null },
    { $set: { lastDigestAt: now } },
  )
  return modifiedCount === 1
}

async function sendDigest(reader: Reader, frequency: DigestFrequency, now: Date): Promise<0 | 1> {
  try {
    const since = reader.lastDigestAt ?? firstDigestSince(frequency, now)
    const filter = { userId: reader._id, isRead: false, date: trusted({ $gt: since, $lte: now }) }
    const rows = await Notification.find(filter)
      .sort({ date: -1, _id: -1 })
      .limit(LISTED)
      .lean<NotificationDocument[]>()
    const items = await presentNotifications(asActor(reader), rows)
    const to = await addressOf(reader._id.toString())
    if (items.length === 0 || !to) return 0
    const more = (await Notification.countDocuments(filter)) - rows.length
    await getMailer().send(
      digestMail({ to, firstName: reader.firstName, site: config().url, items, more: Math.max(0, more) }),
    )
    return 1
  } catch (error) {
    // one address that is refused must not keep the rest from theirs
    logger.warn({ error, userId: reader._id.toString() }, 'a digest could not be sent')
    return 0
  }
}

async function addressOf(userId: string): Promise<string | undefined> {
  const account = await accountsSql()
    .selectFrom('accounts')
    .select('email')
    .where('id', '=', userId)
    .executeTakeFirst()
  return account?.email
}

/** Sees what the person themselves would see. */
function asActor({ _id, username, firstName }: Reader): UserActor {
  return { kind: 'user', userId: _id.toString(), username, name: firstName, role: 'viewer', sessionId: null, scopes: ['read'] } // prettier-ignore
}
