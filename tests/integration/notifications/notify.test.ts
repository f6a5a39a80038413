import { Types } from 'mongoose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { MAX_ENTRIES, Notification } from '../../../server/notifications/notification.model.ts'
import { notify, type Notice } from '../../../server/notifications/notify.ts'
import { MAX_NOTIFICATIONS, sweepNotifications } from '../../../server/notifications/sweep-notifications.ts'
import {
  removeNotificationsTo,
  withdraw,
  withdrawFrom,
  withdrawGroup,
} from '../../../server/notifications/withdraw.ts'
import { Relationship } from '../../../server/relationships/relationship.model.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'

let databases: TestDatabases
const newId = () => new Types.ObjectId().toHexString()
const [user, ada, ben] = [newId(), newId(), newId()]

beforeAll(async () => {
  databases = await startDatabases({})
})
afterAll(() => databases.stop())
beforeEach(async () => {
  await Promise.all([Notification.deleteMany({}), Relationship.deleteMany({})])
})

const tell = (change: Partial<Notice> = {}) =>
  notify({
    userId: user,
    kind: 'comment',
    group: 'comment:video:1',
    actorId: ada,
    thing: `comment:${newId()}`,
    subject: 'Bees in spring',
    url: '/watch/1#comment-1',
    ...change,
  })
const rows = () => Notification.find({}).sort({ date: -1 }).lean()

describe('what somebody is told', () => {
  it('gathers in one unread row of its group, with people and things counted', async () => {
    await tell()
    await tell({ actorId: ben, url: '/watch/1#comment-2' })
    await tell({ actorId: ada, subject: '$count {"$gt":""}' })
    const [row, ...others] = await rows()
    expect(others).toEqual([])
    expect(row).toMatchObject({ count: 3, actorCount: 2, isRead: false })
    expect(row!.entries[0]!.subject).toBe('$count {"$gt":""}')
  })

  it('counts a thing that is told twice once, though the first was read', async () => {
    await tell({ thing: 'comment:1' })
    await tell({ thing: 'comment:1' })
    await Notification.updateMany({}, { $set: { isRead: true } })
    await tell({ thing: 'comment:1' })
    expect(await rows()).toMatchObject([{ count: 1, actorCount: 1 }])
  })

  it('begins a new row after the last was read', async () => {
    await tell()
    await Notification.updateMany({}, { $set: { isRead: true } })
    await tell()
    expect((await rows()).map((row) => row.count)).toEqual([1, 1])
  })

  it('counts forty that come at once, each told twice, exactly', async () => {
    const things = Array.from({ length: MAX_ENTRIES }, (_, index) => ({
      thing: `t:${index}`,
      actorId: newId(),
    }))
    await Promise.all([...things, ...things].map(tell))
    expect(await rows()).toMatchObject([{ count: MAX_ENTRIES, actorCount: MAX_ENTRIES }])
  })

  it('stays small however much is gathered', async () => {
    for (let index = 0; index < MAX_ENTRIES + 5; index++) await tell({ actorId: newId() })
    const [row] = await rows()
    expect(row).toMatchObject({ count: MAX_ENTRIES + 5, actorCount: MAX_ENTRIES + 5 })
    expect(row!.entries).toHaveLength(MAX_ENTRIES)
  })

  it('is never about oneself, nor from people whom a block hides', async () => {
    await tell({ actorId: user })
    const now = new Date()
    await Relationship.create({
      fromUserID: ben,
      toUserID: user,
      status: 'blocked',
      initiatedDate: now,
      updatedDate: now,
    })
    await tell({ actorId: ben })
    expect(await rows()).toEqual([])
  })

  it('never fails what it is told about', async () => {
    await expect(tell({ userId: 'not an id' })).resolves.toBeUndefined()
  })
})

describe('what is taken back', () => {
  it('leaves the rest of its group, counted anew, and leads to what is left', async () => {
    await tell({ thing: 'comment:1', actorId: ada, url: '/watch/1#comment-1' })
    await tell({ thing: 'comment:2', actorId: ben, url: '/watch/1#comment-2' })
    await withdraw('comment:2')
    expect(await rows()).toMatchObject([{ count: 1, actorCount: 1, url: '/watch/1#comment-1' }])
    await withdraw('comment:1')
    expect(await rows()).toEqual([])
  })

  it('goes with the person, the group or the page that it came from', async () => {
    await tell({ actorId: ben })
    await tell({ actorId: ada })
    await withdrawFrom(user, ben)
    expect(await rows()).toMatchObject([{ count: 1, actorCount: 1 }])
    await tell({ group: 'comment:video:10', url: '/watch/10' })
    await removeNotificationsTo('/watch/1')
    expect(await rows()).toMatchObject([{ url: '/watch/10' }])
    await withdrawGroup(user, 'comment:video:10')
    expect(await rows()).toEqual([])
  })
})

describe('the house-keeping', () => {
  it('removes what was read 90 days ago and what nobody read in a year', async () => {
    await tell({ group: 'a' })
    await tell({ group: 'b' })
    await Notification.updateOne({ group: 'a' }, { $set: { isRead: true } })
    const inDays = (days: number) => new Date(Date.now() + days * 24 * 3600_000)
    expect(await sweepNotifications(inDays(89))).toBe(0)
    expect(await sweepNotifications(inDays(91))).toBe(1)
    expect(await sweepNotifications(inDays(366))).toBe(1)
  })

  it('keeps no more than the newest rows of a person', async () => {
    for (let index = 0; index < MAX_NOTIFICATIONS + 3; index++) await tell({ group: `g${index}` })
    expect(await Notification.countDocuments({ userId: user })).toBeLessThanOrEqual(MAX_NOTIFICATIONS)
    expect(await Notification.exists({ group: 'g0' })).toBeNull()
    expect(await Notification.exists({ group: `g${MAX_NOTIFICATIONS + 2}` })).not.toBeNull()
  })
})
