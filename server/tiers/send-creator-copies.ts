import { trusted, Types } from 'mongoose'
import { accountsSql } from '../accounts/tables.ts'
import { User, type UserDocument } from '../accounts/user.model.ts'
import { getMailer } from '../adapters/mailer/index.ts'
import type { Mail } from '../adapters/mailer/port.ts'
import { config } from '../config.ts'
import { Unavailable, Unprocessable } from '../errors.ts'
import { logger } from '../logger.ts'
import { Notification } from '../notifications/notification.model.ts'
import { notify } from '../notifications/notify.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { Collection, type CollectionDocument } from './collection.model.ts'
import { copyMail } from './copy-mail.ts'
import { CreatorCopy, type CreatorCopyDocument } from './creator-copy.model.ts'
import { findLiveMembers, type MemberFacts } from './member-rows.ts'
import { EXPIRES_MS, COPY_DUE_MS, type Pushing } from './push-collection.ts'

/** Where creators find their copies. */
export const COPIES_PAGE = '/studio/storage'

/**
 * Tells every creator with a living video in a collection whose day 15 has come, in the app and by mail. Who was told is
 * written down after both: a kill in between tells somebody twice rather than never. One mailbox that cannot be reached
 * keeps its collection from ending (expire-collections.ts), and nobody else from being told.
 */
export async function sendCreatorCopies({ now, signal }: Pushing): Promise<void> {
  const due = await Collection.find({ state: 'expiring', copyDueAt: trusted({ $lte: now }) })
    .sort({ copyDueAt: 1 })
    .lean<CollectionDocument[]>()
  for (const collection of due) {
    for (const [creatorId, members] of byCreator(await findLiveMembers(collection._id))) {
      signal.throwIfAborted()
      await sendTo(collection, new Types.ObjectId(creatorId), members, now)
    }
  }
}

async function sendTo(
  { _id: collectionId }: CollectionDocument,
  creatorId: Types.ObjectId,
  members: MemberFacts[],
  now: Date,
): Promise<void> {
  const key = { collectionId, creatorId }
  const known = await CreatorCopy.findOne(key).lean<CreatorCopyDocument>()
  if (known?.sentAt) return
  try {
    const videos = await findTold(members)
    const keptUntil = new Date(now.getTime() + EXPIRES_MS - COPY_DUE_MS)
    await tellInApp(key, videos)
    const isMailed = await mail(creatorId, videos, keptUntil)
    const sent = { sentAt: now, mailedAt: isMailed ? now : null }
    await CreatorCopy.updateOne(key, { $set: sent }, { upsert: true })
  } catch (error) {
    logger.warn({ error, creatorId: creatorId.toHexString() }, 'a creator could not be sent their copies')
  }
}

async function findTold(members: MemberFacts[]): Promise<VideoDocument[]> {
  const ids = [...new Set(members.map(({ videoId }) => videoId.toHexString()))]
  return await Video.find({ _id: trusted({ $in: ids }), deletedAt: null }, { title: 1 })
    .sort({ _id: 1 })
    .lean<VideoDocument[]>()
}

/** @throws Unavailable when it is not there afterwards: telling by itself never fails */
async function tellInApp(
  { collectionId, creatorId }: { collectionId: Types.ObjectId; creatorId: Types.ObjectId },
  [first]: VideoDocument[],
): Promise<void> {
  if (!first) return
  const kind = 'copies_ready' as const
  const thing = `${kind}:${collectionId.toHexString()}`
  const userId = creatorId.toHexString()
  await notify({ userId, kind, group: kind, thing, subject: first.title, url: COPIES_PAGE })
  if (!(await Notification.exists({ userId, 'entries.thing': thing }))) {
    throw new Unavailable('Somebody could not be told in the app.')
  }
}

/** False for who has no address, or one that their mail server refuses for good. */
async function mail(creatorId: Types.ObjectId, videos: VideoDocument[], keptUntil: Date): Promise<boolean> {
  const creator = await User.findById(creatorId, { firstName: 1 }).lean<UserDocument>()
  const to = await addressOf(creatorId.toHexString())
  if (!creator || !to || videos.length === 0) return false
  const { firstName } = creator
  const titles = videos.map(({ title }) => title)
  return await sendMail(copyMail({ to, firstName, titles, keptUntil, page: config().url + COPIES_PAGE }))
}

async function sendMail(mail: Mail): Promise<boolean> {
  try {
    await getMailer().send(mail)
    return true
  } catch (error) {
    if (!(error instanceof Unprocessable)) throw error
    logger.warn({ error }, 'an address refuses mail')
    return false
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

function byCreator(members: MemberFacts[]): Map<string, MemberFacts[]> {
  const creators = new Map<string, MemberFacts[]>()
  for (const member of members) {
    const id = member.creatorId.toHexString()
    creators.set(id, [...(creators.get(id) ?? []), member])
  }
  return creators
}
