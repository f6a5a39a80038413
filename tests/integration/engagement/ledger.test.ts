import { Types, trusted } from 'mongoose'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { User } from '../../../server/accounts/user.model.ts'
import { Clip } from '../../../server/clips/clip.model.ts'
import { changeRow, type Wish } from '../../../server/engagement/change-row.ts'
import { countView, removeView } from '../../../server/engagement/count-view.ts'
import { Engagement } from '../../../server/engagement/engagement.model.ts'
import { findEngagedPeople, findReactions, firstUsers } from '../../../server/engagement/find-reactions.ts'
import { changesAtRest } from '../../../server/engagement/make-change.ts'
import { reconcileEngagements } from '../../../server/engagement/reconcile-engagements.ts'
import { removeEngagementsBy, removeEngagementsOf } from '../../../server/engagement/remove-engagements.ts'
import { setFollow } from '../../../server/engagement/set-follow.ts'
import { setReaction } from '../../../server/engagement/set-reaction.ts'
import { applyChange, forgetChange, settleRow } from '../../../server/engagement/settle-change.ts'
import { targetsOf, type Slot, type Target } from '../../../server/engagement/targets.ts'
import { NotFound } from '../../../server/errors.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'

let databases: TestDatabases
let clip: Target

beforeAll(async () => {
  databases = await startDatabases(auditMigrations)
})
afterAll(() => databases.stop())
beforeEach(async () => {
  await Engagement.deleteMany({})
  clip = await newClip()
})

const newId = () => new Types.ObjectId().toHexString()

async function newClip(): Promise<Target> {
  const { _id } = await Clip.create({
    videoId: new Types.ObjectId(),
    uploader: new Types.ObjectId(),
    title: 'Bees',
    uploadDate: new Date(),
    duration: 5,
    startSeconds: 0,
    endSeconds: 5,
  })
  return { kind: 'clip', id: _id.toHexString() }
}

/** Counters on the target, and what its rows say. */
async function counted(target: Target) {
  const standing = await targetsOf(target.kind).findOne({ _id: new Types.ObjectId(target.id) })
  const rows = await Engagement.find({ targetId: new Types.ObjectId(target.id) }).lean()
  const sum = (kind: string) =>
    rows.filter((row) => row.kind === kind).reduce((total, row) => total + row.times, 0)
  return {
    counters: [standing?.viewCount ?? 0, standing?.likeCount ?? 0, standing?.dislikeCount ?? 0],
    rows: [sum('view'), sum('like'), sum('dislike')],
    pending: standing?.pendingChanges ?? [],
    unsettled: rows.filter((row) => row.unsettledSince).length,
  }
}

async function expectExact(target: Target) {
  await changesAtRest()
  const state = await counted(target)
  expect(state.counters).toEqual(state.rows)
  expect(state).toMatchObject({ pending: [], unsettled: 0 })
}

/** As if the process that was at it had died a minute ago. */
async function letTimePass() {
  await Engagement.updateMany(
    { unsettledSince: trusted({ $exists: true }) },
    { $set: { unsettledSince: new Date(Date.now() - 60_000) } },
  )
}

describe('the ledger of engagements', () => {
  it('counts a like once, takes it back, and lets a dislike take its place', async () => {
    const userId = newId()
    expect(await setReaction(userId, clip, 'like')).toMatchObject({ likeCount: 1, dislikeCount: 0 })
    expect(await setReaction(userId, clip, 'like')).toMatchObject({ likeCount: 1, dislikeCount: 0 })
    expect(await setReaction(userId, clip, 'dislike')).toMatchObject({ likeCount: 0, dislikeCount: 1 })
    expect(await findReactions(userId, [clip.id])).toEqual(new Map([[clip.id, 'dislike']]))
    expect(await setReaction(userId, clip, null)).toMatchObject({ likeCount: 0, dislikeCount: 0 })
    expect(await setReaction(userId, clip, null)).toMatchObject({ likeCount: 0, dislikeCount: 0 })
    expect(await Engagement.countDocuments({})).toBe(0)
    await expectExact(clip)
  })

  it('is exact when 200 people each toggle 50 times at once', async () => {
    const wishes = ['like', 'dislike', null] as const
    const toggles = Array.from({ length: 200 }, () => newId()).flatMap((userId) =>
      Array.from({ length: 50 }, () => ({ userId, wish: wishes[Math.floor(Math.random() * 3)]! })),
    )
    toggles.sort(() => Math.random() - 0.5)
    await Promise.all(toggles.map(({ userId, wish }) => setReaction(userId, clip, wish)))
    await expectExact(clip)
    const last = new Map(toggles.map(({ userId, wish }) => [userId, wish]))
    expect((await counted(clip)).counters[1]).toBe(
      [...last.values()].filter((wish) => wish === 'like').length,
    )
  })

  it('is exact again after a process died at any step of any changes, while others go on', async () => {
    const step = fc.record({
      user: fc.nat(3),
      wish: fc.constantFrom<'like' | 'dislike' | 'none'>('like', 'dislike', 'none'),
      diesAfter: fc.constantFrom(1, 2, 3, 4, 99),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const target = await newClip()
        const people = [newId(), newId(), newId(), newId()]
        for (const { user, wish, diesAfter } of steps) {
          await cutChange({ userId: people[user]!, target, slot: 'reaction' }, { kind: wish }, diesAfter)
        }
        await letTimePass()
        await Promise.all([
          reconcileEngagements(),
          reconcileEngagements(),
          ...people.map((userId) => setReaction(userId, target, 'like')),
        ])
        expect((await counted(target)).counters).toEqual([0, 4, 0])
        await changesAtRest()
        const state = await counted(target)
        expect(state.counters).toEqual([0, 4, 0])
        expect(state.rows).toEqual(state.counters)
        expect(state.unsettled).toBe(0)
      }),
      { numRuns: 40 },
    )
  })

  it('never counts twice what a slow process sends after its change was taken over', async () => {
    const key = { userId: newId(), target: clip, slot: 'reaction' } as const
    const slow = (await changeRow(key, { kind: 'like' }))!
    const before = { ...slow, unsettledSince: new Date(slow.unsettledSince.getTime() - 60_000) }
    await letTimePass()
    expect(await reconcileEngagements()).toBe(1)
    await applyChange(before)
    await settleRow(before)
    await expectExact(clip)
    expect((await counted(clip)).counters).toEqual([0, 1, 0])
  })

  it('waits for a change of another process, and takes over one that died', async () => {
    const key = { userId: newId(), target: clip, slot: 'reaction' } as const
    const row = (await changeRow(key, { kind: 'like' }))!
    const wish = setReaction(key.userId, clip, 'dislike')
    await applyChange(row)
    await settleRow(row)
    await forgetChange(row)
    expect(await wish).toMatchObject({ likeCount: 0, dislikeCount: 1 })
    await changeRow(key, { kind: 'none' })
    await letTimePass()
    expect(await setReaction(key.userId, clip, 'like')).toMatchObject({ likeCount: 1, dislikeCount: 0 })
    await expectExact(clip)
  })

  it('clears away the name that a death in the last step left', async () => {
    const old = Types.ObjectId.createFromTime(Date.now() / 1000 - 3600)
    await targetsOf('clip').updateOne(
      { _id: new Types.ObjectId(clip.id) },
      { $set: { pendingChanges: [old] } },
    )
    await setReaction(newId(), clip, 'like')
    await expectExact(clip)
  })

  it('counts a view of one person again only after the pause, and a guest by session and address', async () => {
    const userId = newId()
    await Promise.all(Array.from({ length: 5 }, () => countView({ userId }, clip)))
    expect((await counted(clip)).counters[0]).toBe(1)
    await Engagement.updateMany({}, { $set: { date: new Date(Date.now() - 31 * 60_000) } })
    expect(await countView({ userId }, clip)).toMatchObject({ counters: { viewCount: 2 }, isCounted: true })
    await expectExact(clip)
    expect(await removeView(userId, clip)).toMatchObject({ viewCount: 0 })
    const guest = (guestSessionId: string) => ({ guestSessionId, addressGroup: '10.0.0.1' })
    await countView(guest('a'), clip)
    expect(await countView(guest('a'), clip)).toMatchObject({ counters: { viewCount: 1 }, isCounted: false })
    await Promise.all(Array.from({ length: 100 }, (_, index) => countView(guest(`g${index}`), clip)))
    expect((await counted(clip)).counters[0]).toBe(60)
    expect(await firstUsers(clip.id, 'view')).toEqual([])
  })

  it('follows people, and forgets all that somebody did who leaves', async () => {
    const person = (username: string) => ({
      firstName: 'Ada',
      lastName: 'Noor',
      username,
      email: `${username}@example.org`,
      registrationDate: new Date(),
    })
    const [ada, ben] = await User.create([person('ada'), person('ben')])
    const userId = ben!._id.toHexString()
    const adaId = ada!._id.toHexString()
    expect(await setFollow(userId, adaId, true)).toEqual({ followerCount: 1 })
    await setReaction(userId, clip, 'like')
    await setReaction(adaId, clip, 'like')
    await countView({ userId }, clip)
    expect(await firstUsers(clip.id, 'like')).toEqual([adaId, userId])
    const page = await findEngagedPeople(clip, 'like', { limit: 1 })
    expect(page.items.map((item) => item.user.username)).toEqual(['ada'])
    const rest = await findEngagedPeople(
      clip,
      'like',
      { limit: 1, cursor: page.nextCursor! },
      new Set([userId]),
    )
    expect(rest).toEqual({ items: [], nextCursor: null })
    await removeEngagementsBy(userId)
    expect(await Engagement.countDocuments({ userId: ben!._id })).toBe(0)
    expect((await User.findById(adaId).lean())?.followerCount).toBe(0)
    await expectExact(clip)
    await removeEngagementsOf([clip.id])
    expect(await Engagement.countDocuments({})).toBe(0)
  })

  it('leaves no row behind for what is gone', async () => {
    const missing: Target = { kind: 'clip', id: newId() }
    await expect(setReaction(newId(), missing, 'like')).rejects.toThrow(NotFound)
    expect(await Engagement.countDocuments({})).toBe(0)
  })
})

/** The steps of a change as far as a process comes that dies after the given one. */
async function cutChange(key: { userId: string; target: Target; slot: Slot }, wish: Wish, diesAfter: number) {
  await letTimePass()
  const row = await changeRow(key, wish)
  if (!row) return
  if (diesAfter > 1 && (await applyChange(row)).outcome === 'applied') {
    if (diesAfter > 2) await settleRow(row)
    if (diesAfter > 3) await forgetChange(row)
  }
}
