import { Types, trusted } from 'mongoose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import '../../../server/all-models.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { User } from '../../../server/accounts/user.model.ts'
import { getColdStore } from '../../../server/adapters/cold-store/index.ts'
import { closeMailer } from '../../../server/adapters/mailer/index.ts'
import { Conflict, Gone, NotFound, Unprocessable } from '../../../server/errors.ts'
import { Notification } from '../../../server/notifications/notification.model.ts'
import { Collection, type CollectionDocument } from '../../../server/tiers/collection.model.ts'
import { CollectionMember } from '../../../server/tiers/collection-member.model.ts'
import { CreatorCopy } from '../../../server/tiers/creator-copy.model.ts'
import { findNeeded } from '../../../server/tiers/find-needed.ts'
import { giveBack } from '../../../server/tiers/give-back.ts'
import { holdVideo } from '../../../server/tiers/hold.ts'
import { moveVideo } from '../../../server/tiers/move-video.ts'
import { restoreVideo } from '../../../server/tiers/restore-video.ts'
import { TierMove } from '../../../server/tiers/tier-move.model.ts'
import { Video } from '../../../server/videos/video.model.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { startSmtp, type TestSmtp } from '../../support/smtp.ts'
import { makeAccount } from '../../support/token.ts'
import {
  findStored,
  readStored,
  runMoves,
  sink,
  stageOf,
  storedKeys,
  storedVideo,
} from '../../support/tiers.ts'
import { userActor } from '../../support/videos.ts'

const DAY_MS = 24 * 3600_000
const start = new Date('2026-03-01T00:00:00Z')
const day = (number: number) => new Date(start.getTime() + number * DAY_MS)

let databases: TestDatabases
let smtp: TestSmtp
beforeAll(async () => {
  smtp = await startSmtp()
  const settings = { SMTP_URL: smtp.url, MAIL_FROM: 'Clipway <clipway@example.org>' }
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, settings)
})
afterAll(async () => {
  await closeMailer()
  await databases.stop()
  await smtp.stop()
})

async function expire(ids: string[], now = start): Promise<CollectionDocument> {
  await sink(ids, now)
  for (const id of ids) await moveVideo(id, { to: 'EXPIRING', reason: 'hardly_ever_watched', now })
  await runMoves(now)
  const { collectionId } = await findStored(ids[0]!)
  return await Collection.findById(collectionId).orFail().lean<CollectionDocument>()
}

/** Somebody with an address. */
async function mailedCreator(): Promise<{ id: string; email: string }> {
  const { userId: id } = await makeAccount()
  const email = `${id}@example.org`
  await User.create({
    _id: id,
    firstName: 'Ada',
    lastName: 'B',
    username: `user-${id}`,
    email,
    registrationDate: start,
  })
  return { id, email }
}

async function coldUris(): Promise<string[]> {
  const uris: string[] = []
  for await (const { uri } of getColdStore().list()) uris.push(uri)
  return uris
}

describe('a collection in the cold store', () => {
  it('lies there alone, and gives the same bytes', async () => {
    const video = await storedVideo()
    const collection = await expire([video.id])
    expect(await stageOf(video.id)).toBe('EXPIRING')
    expect(collection).toMatchObject({ state: 'expiring', copyDueAt: day(15), expiresAt: day(30) })
    expect(await storedKeys()).not.toContain(collection.objectKey)
    expect(await readStored(video.id)).toEqual(video.pack)
    expect(await readStored(video.id, 'original')).toEqual(video.original)
  })

  it('leaves those behind that were not asked to go', async () => {
    const [going, staying] = [await storedVideo(), await storedVideo()]
    await sink([going.id, staying.id], start)
    await moveVideo(going.id, { to: 'EXPIRING', reason: 'hardly_ever_watched', now: start })
    await runMoves(start)
    expect(await stageOf(going.id)).toBe('EXPIRING')
    expect(await stageOf(staying.id)).toBe('ARCHIVE')
    expect(await readStored(going.id)).toEqual(going.pack)
    expect(await readStored(staying.id)).toEqual(staying.pack)
  })

  it('gives back up what is watched, and is let go of once nothing lives in it', async () => {
    const video = await storedVideo()
    const collection = await expire([video.id])
    await restoreVideo(video.id, { signal: new AbortController().signal })
    expect(await stageOf(video.id)).toBe('RELIVE')
    expect(await readStored(video.id)).toEqual(video.pack)
    await runMoves(day(1))
    expect(await coldUris()).not.toContain(collection.cold?.uri)
    expect(await Collection.findById(collection._id).lean()).toMatchObject({ state: 'gone', isSettled: true })
  })

  it('sends each creator their copies on day 15, once, and ends on day 30', async () => {
    const creator = new Types.ObjectId().toHexString()
    const video = await storedVideo(creator)
    const collection = await expire([video.id])
    await runMoves(new Date(day(15).getTime() - 1))
    expect(await CreatorCopy.exists({ collectionId: collection._id })).toBeNull()
    await runMoves(day(15))
    await runMoves(day(16))
    expect(await CreatorCopy.findOne({ collectionId: collection._id }).lean()).toMatchObject({ sentAt: day(15) })
    expect(await Notification.countDocuments({ userId: creator, kind: 'copies_ready' })).toBe(1)
    await runMoves(new Date(day(30).getTime() - 1))
    expect(await stageOf(video.id)).toBe('EXPIRING')
    await runMoves(day(30))
    expect(await stageOf(video.id)).toBe('AWAITING_PUSH')
    expect(await coldUris()).not.toContain(collection.cold?.uri)
    await expect(readStored(video.id, 'pack')).rejects.toThrow(Gone)
  }) // prettier-ignore

  it('mails the creator on day 15, once, with the titles and the last day', async () => {
    const creator = await mailedCreator()
    const video = await storedVideo(creator.id)
    await Video.updateOne({ _id: video.id }, { $set: { title: 'How bees dance' } })
    const collection = await expire([video.id])
    await runMoves(day(15))
    await runMoves(day(16))
    const [mail, ...more] = smtp.mails.filter(({ to }) => to.includes(creator.email))
    expect(more).toEqual([])
    expect(mail?.from).toBe('clipway@example.org')
    for (const word of ['Hello Ada', 'How bees dance', '2026-03-31', '/studio/storage']) {
      expect(mail?.raw).toContain(word)
    }
    expect(await CreatorCopy.findOne({ collectionId: collection._id }).lean()).toMatchObject({
      mailedAt: day(15),
    })
  })

  it('waits for a mail server that defers, and gives 15 days from when the mail was taken', async () => {
    const creator = await mailedCreator()
    const video = await storedVideo(creator.id)
    const collection = await expire([video.id])
    smtp.mode = 'defer'
    await runMoves(day(15))
    await runMoves(day(31))
    expect(
      await CreatorCopy.findOne({ collectionId: collection._id, sentAt: trusted({ $ne: null }) }),
    ).toBeNull()
    expect(await stageOf(video.id)).toBe('EXPIRING')
    smtp.mode = 'accept'
    await runMoves(day(32))
    await runMoves(new Date(day(47).getTime() - 1))
    expect(await stageOf(video.id)).toBe('EXPIRING')
    expect(smtp.mails.filter(({ to }) => to.includes(creator.email))).toHaveLength(1)
    await runMoves(day(47))
    expect(await stageOf(video.id)).toBe('AWAITING_PUSH')
  })

  it('gives creators their full 15 days when the server was off for 40', async () => {
    const video = await storedVideo()
    const collection = await expire([video.id])
    await runMoves(day(40))
    expect(await stageOf(video.id)).toBe('EXPIRING')
    expect(await CreatorCopy.findOne({ collectionId: collection._id }).lean()).toMatchObject({ sentAt: day(40) })
    await runMoves(new Date(day(55).getTime() - 1))
    expect(await stageOf(video.id)).toBe('EXPIRING')
    await runMoves(day(55))
    expect(await stageOf(video.id)).toBe('AWAITING_PUSH')
  }) // prettier-ignore

  it('is not left while one of its videos is being brought back', async () => {
    const video = await storedVideo()
    await expire([video.id])
    await runMoves(day(15))
    await TierMove.create({ videoId: video.id, from: 'EXPIRING', to: 'RELIVE', reason: 'watched_again', state: 'open', startedAt: day(29) }) // prettier-ignore
    await runMoves(day(31))
    expect(await stageOf(video.id)).toBe('EXPIRING')
    await restoreVideo(video.id, { signal: new AbortController().signal })
    expect(await readStored(video.id)).toEqual(video.pack)
  })

  it('never takes a video that is held', async () => {
    const video = await storedVideo()
    await sink([video.id], start)
    await moveVideo(video.id, { to: 'EXPIRING', reason: 'hardly_ever_watched', now: start })
    await holdVideo(userActor('admin'), video.id, 'a court asks for it')
    await runMoves(start)
    expect(await stageOf(video.id)).toBe('ARCHIVE')
    await expect(moveVideo(video.id, { to: 'EXPIRING', reason: 'by_admin' })).rejects.toThrow(Conflict)
    expect(await readStored(video.id)).toEqual(video.pack)
  })
})

describe('a copy that is given back', () => {
  const giver = userActor()

  async function awaiting(bytes?: number) {
    const video = await storedVideo(undefined, { pack: bytes })
    await expire([video.id])
    await runMoves(day(15))
    await runMoves(day(30))
    expect(await stageOf(video.id)).toBe('AWAITING_PUSH')
    return video
  }

  it('is asked for, comes in pieces, and the video can be watched again', async () => {
    const video = await awaiting(9_000_000)
    const piece = 8 * 2 ** 20
    const needed = await findNeeded(giver, [video.id])
    expect(needed.items).toMatchObject([{ videoId: video.id, sizeBytes: 9_000_000, receivedBytes: 0 }])
    const first = await giveBack(giver, { videoId: video.id, offset: 0, bytes: video.pack.subarray(0, piece) }, 0)
    expect(first).toEqual({ receivedBytes: piece, stage: 'AWAITING_PUSH' })
    expect((await findNeeded(giver, [video.id])).items).toMatchObject([{ receivedBytes: piece }])
    await giveBack(giver, { videoId: video.id, offset: piece, bytes: video.pack.subarray(piece) }, 0)
    await runMoves(day(31))
    expect(await stageOf(video.id)).toBe('EXPIRING')
    expect(await readStored(video.id)).toEqual(video.pack)
    expect(await storedKeys('given/')).toEqual([])
    expect((await findNeeded(giver, [video.id])).items).toEqual([])
    await restoreVideo(video.id, { signal: new AbortController().signal })
    expect(await readStored(video.id)).toEqual(video.pack)
    expect((await findStored(video.id)).isOriginalGone).toBe(true)
  }) // prettier-ignore

  it('is refused with one bit wrong, at another offset, or by who may not see the video, and nothing changes', async () => {
    const video = await awaiting()
    const wrong = Buffer.from(video.pack)
    wrong[150_000]! ^= 4
    const give = (bytes: Buffer, offset = 0, actor = giver) => giveBack(actor, { videoId: video.id, offset, bytes }, 0)
    await expect(give(wrong)).rejects.toThrow(Unprocessable)
    await expect(give(video.pack.subarray(0, 1000))).rejects.toThrow(Unprocessable)
    await expect(give(video.pack, 5)).rejects.toThrow(Conflict)
    await Video.updateOne({ _id: video.id }, { $set: { visibility: 'private' } })
    await expect(give(video.pack)).rejects.toThrow(NotFound)
    expect((await findNeeded(giver, [video.id])).items).toEqual([])
    expect(await stageOf(video.id)).toBe('AWAITING_PUSH')
    expect(await storedKeys('given/')).toEqual([])
  }) // prettier-ignore

  it('expires again with its own deadlines', async () => {
    const video = await awaiting()
    await giveBack(giver, { videoId: video.id, offset: 0, bytes: video.pack }, 0)
    await runMoves(day(31))
    const { collectionId } = await findStored(video.id)
    expect(await Collection.findById(collectionId).lean()).toMatchObject({ copyDueAt: day(46), expiresAt: day(61) })
    await runMoves(day(46))
    await runMoves(day(61))
    expect(await stageOf(video.id)).toBe('AWAITING_PUSH')
    expect(await CollectionMember.exists({ videoId: video.id, deadAt: null })).toBeNull()
  }) // prettier-ignore
})
