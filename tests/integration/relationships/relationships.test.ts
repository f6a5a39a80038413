import fc from 'fast-check'
import { Types } from 'mongoose'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { User } from '../../../server/accounts/user.model.ts'
import { systemClock } from '../../../server/adapters/clock/index.ts'
import { closeLiveCache, getLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import '../../../server/all-models.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { Engagement } from '../../../server/engagement/engagement.model.ts'
import { setFollow } from '../../../server/engagement/set-follow.ts'
import { Notification } from '../../../server/notifications/notification.model.ts'
import { changePair } from '../../../server/relationships/change-pair.ts'
import {
  eraseRelationshipsBy,
  exportRelationshipsBy,
} from '../../../server/relationships/personal-relationships.ts'
import { reconcilePairs } from '../../../server/relationships/reconcile-pairs.ts'
import { Relationship } from '../../../server/relationships/relationship.model.ts'
import { areConnected } from '../../../server/relationships/viewer-scope.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { makeMember, type TestMember } from '../../support/people.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'

let databases: TestDatabases
let server: ServedEndpoints
let ada: TestMember
let ben: TestMember

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '100' })
  server = await serveEndpoints(['/api/relationships', '/api/users'])
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})
beforeEach(async () => {
  await Promise.all([Relationship.deleteMany({}), Engagement.deleteMany({}), Notification.deleteMany({})])
  ;[ada, ben] = [await makeMember(server.url), await makeMember(server.url)]
})

const ask = (from: TestMember, to: TestMember) =>
  from.post('/api/relationships', { username: to.username, action: 'request' })
const block = (from: TestMember, to: TestMember) =>
  from.post('/api/relationships', { username: to.username, action: 'block' })
const answer = (who: TestMember, id: string, status: string) =>
  who.patch(`/api/relationships/${id}`, { status })
const end = (who: TestMember, id: string) => who.delete(`/api/relationships/${id}`)
const listed = async (who: TestMember, list: string) =>
  (await who.get(`/api/relationships?list=${list}`)).json.items
const toldKinds = async (who: TestMember) => (await Notification.find({ userId: who.userId })).map(({ kind }) => kind) // prettier-ignore
const stateFor = async (who: TestMember, other: TestMember) =>
  (await who.get(`/api/users/${other.username}`)).json.connection?.state

describe('a request', () => {
  it('is told, accepted, and ended by either', async () => {
    const { status, json: asked } = await ask(ada, ben)
    expect(status).toBe(201)
    expect(asked).toMatchObject({ status: 'pending', isMine: true, person: { username: ben.username } })
    expect(await listed(ben, 'incoming')).toMatchObject([{ id: asked.id, isMine: false }])
    expect(await toldKinds(ben)).toEqual(['connection_request'])
    expect([await stateFor(ada, ben), await stateFor(ben, ada)]).toEqual(['requested', 'asked'])
    expect((await answer(ben, asked.id, 'accepted')).json).toMatchObject({ status: 'accepted' })
    expect(await toldKinds(ada)).toEqual(['connection_accepted'])
    // the question is answered, so it is taken back
    expect(await toldKinds(ben)).toEqual([])
    for (const who of [ada, ben]) expect(await listed(who, 'connections')).toHaveLength(1)
    expect((await end(ben, asked.id)).status).toBe(204)
    for (const who of [ada, ben]) expect(await listed(who, 'connections')).toEqual([])
    expect((await end(ada, asked.id)).status).toBe(404)
  })

  it('says nothing of a decline to the one who asked', async () => {
    const { json: asked } = await ask(ada, ben)
    expect((await answer(ben, asked.id, 'declined')).json.status).toBe('declined')
    expect(await listed(ada, 'outgoing')).toEqual([asked])
    expect(await stateFor(ada, ben)).toBe('requested')
    expect(await toldKinds(ada)).toEqual([])
    expect(await listed(ben, 'incoming')).toEqual([])
    expect((await ask(ada, ben)).json).toEqual(asked)
  })

  it('that was declined reaches the other again only after a month, taken back or not', async () => {
    const { json: asked } = await ask(ada, ben)
    await answer(ben, asked.id, 'declined')
    expect((await end(ada, asked.id)).status).toBe(204)
    expect(await listed(ada, 'outgoing')).toEqual([])
    expect((await end(ada, asked.id)).status).toBe(404)
    expect((await ask(ada, ben)).json).toMatchObject({ status: 'pending' })
    expect(await listed(ben, 'incoming')).toEqual([])
    expect(await toldKinds(ben)).toEqual([])
    const later = new Date(Date.now() + 31 * 86_400_000)
    const clock = vi.spyOn(systemClock, 'now').mockReturnValue(later)
    expect((await ask(ada, ben)).json).toMatchObject({ status: 'pending' })
    clock.mockRestore()
    expect(await listed(ben, 'incoming')).toHaveLength(1)
    expect(await toldKinds(ben)).toEqual(['connection_request'])
  })

  it('is answered by the one asked alone', async () => {
    const eve = await makeMember(server.url)
    const { json: asked } = await ask(ada, ben)
    expect((await answer(ada, asked.id, 'accepted')).status).toBe(404)
    expect((await answer(eve, asked.id, 'accepted')).status).toBe(404)
    expect((await end(eve, asked.id)).status).toBe(404)
    expect((await end(ben, asked.id)).status).toBe(409)
    expect((await answer(ben, asked.id, 'blocked')).status).toBe(400)
    expect((await answer(ben, asked.id, 'accepted')).status).toBe(200)
    expect((await answer(ben, asked.id, 'declined')).status).toBe(409)
  })

  it('connects two who ask each other at once, by one row', async () => {
    for (let round = 0; round < 15; round++) {
      const [one, two] = [await makeMember(server.url), await makeMember(server.url)]
      const answers = await Promise.all([ask(one, two), ask(two, one), ask(one, two), ask(two, one)])
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201])
      const rows = await Relationship.find({ $or: [{ fromUserID: one.userId }, { fromUserID: two.userId }] })
      expect(rows.map(({ status }) => status)).toEqual(['accepted'])
      expect(await areConnected(one.userId, two.userId)).toBe(true)
    }
  })

  it('is refused after many others, and while they cannot be counted', async () => {
    const cache = getLiveCache()
    const consume = cache.consume.bind(cache)
    const spy = vi
      .spyOn(cache, 'consume')
      .mockImplementation((key, budget) =>
        key.startsWith('reaching-people:ask:')
          ? Promise.resolve({ isAllowed: false, remaining: 0, retryAfterSeconds: 120 })
          : consume(key, budget),
      )
    const refused = await ask(ada, ben)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '120'])
    // safety is never counted
    expect((await block(ada, ben)).status).toBe(201)
    spy.mockRejectedValue(new Error('away'))
    expect((await ask(ben, await makeMember(server.url))).status).toBe(503)
    spy.mockRestore()
    expect(await Relationship.countDocuments({ status: 'pending' })).toBe(0)
  })

  it('goes to nobody who is missing, and not to oneself', async () => {
    expect((await ada.post('/api/relationships', { username: 'nobody-here', action: 'request' })).status).toBe(404)
    expect((await ask(ada, ada)).status).toBe(422)
    expect((await block(ada, ada)).status).toBe(422)
  }) // prettier-ignore
})

describe('a block', () => {
  it('ends what was between the two, is not told, and may be made twice', async () => {
    const { json: asked } = await ask(ada, ben)
    await answer(ben, asked.id, 'accepted')
    await ada.post(`/api/users/${ben.username}/follow`)
    await ben.post(`/api/users/${ada.username}/follow`)
    const [first, second] = [await block(ben, ada), await block(ben, ada)]
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.json).toEqual(first.json)
    expect(first.json).toMatchObject({ status: 'blocked', isMine: true })
    expect(await Relationship.countDocuments({})).toBe(1)
    expect(await Engagement.countDocuments({ kind: 'follow' })).toBe(0)
    for (const who of [ada, ben]) {
      expect((await User.findById(who.userId))?.followerCount).toBe(0)
      expect(await toldKinds(who)).toEqual([])
      expect(await listed(who, 'connections')).toEqual([])
    }
    expect(await listed(ben, 'blocked')).toHaveLength(1)
    for (const list of ['connections', 'incoming', 'outgoing', 'blocked']) {
      expect(await listed(ada, list)).toEqual([])
    }
  })

  it('answers the one who is blocked as a missing person does', async () => {
    await ada.post(`/api/users/${ben.username}/follow`)
    const { json: row } = await block(ben, ada)
    const both = async (work: (username: string) => Promise<{ status: number; json: unknown }>) =>
      Promise.all([work(ben.username), work('nobody-here')])
    for (const work of [
      (username: string) => ada.post('/api/relationships', { username, action: 'request' }),
      (username: string) => ada.post('/api/relationships', { username, action: 'block' }),
      (username: string) => ada.post(`/api/users/${username}/follow`),
      (username: string) => ada.delete(`/api/users/${username}/follow`),
      (username: string) => ada.get(`/api/users/${username}`),
      (username: string) => ada.get(`/api/users/${username}/videos`),
      (username: string) => ada.get(`/api/users/${username}/clips`),
      (username: string) => ada.get(`/api/users/${username}/followers`),
      (username: string) => ada.get(`/api/users/${username}/following`),
    ]) {
      const [hidden, missing] = await both(work)
      expect(hidden.status).toBe(404)
      expect(plain(hidden.json)).toEqual(plain(missing.json))
    }
    expect((await end(ada, row.id)).status).toBe(404)
    expect((await answer(ada, row.id, 'accepted')).status).toBe(404)
  })

  it('is taken back by its maker, and leaves nothing of what was before', async () => {
    const { json: asked } = await ask(ada, ben)
    await answer(ben, asked.id, 'accepted')
    const { json: row } = await block(ben, ada)
    expect(await stateFor(ben, ada)).toBe('blocked')
    expect((await ask(ben, ada)).status).toBe(409)
    expect((await ben.post(`/api/users/${ada.username}/follow`)).status).toBe(409)
    expect((await end(ben, row.id)).status).toBe(204)
    expect([await stateFor(ada, ben), await stateFor(ben, ada)]).toEqual(['none', 'none'])
  })

  it.each([
    ['the reconciler', () => reconcilePairs()],
    ['blocking again', () => block(ben, ada)],
  ])('that a killed process left half done hides at once and is finished by %s', async (_, finish) => {
    await ask(ada, ben)
    await setFollow(ben.userId, ada.userId, true)
    const long = new Date(Date.now() - 60_000)
    const row = { status: 'blocked', initiatedDate: long, updatedDate: long, unsettledSince: long } as const
    const blocking = await Relationship.create({ ...row, fromUserID: ben.userId, toUserID: ada.userId })
    expect(await areConnected(ada.userId, ben.userId)).toBe(false)
    await finish()
    expect(await Relationship.find({}).lean()).toMatchObject([{ status: 'blocked', _id: blocking._id }])
    expect((await Relationship.findById(blocking._id))?.unsettledSince).toBeUndefined()
    expect(await Engagement.countDocuments({ kind: 'follow' })).toBe(0)
  })

  it('wins against everything that happens at the same moment', async () => {
    const moves = fc.array(fc.constantFrom('request', 'follow', 'accept'), { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(moves, async (names) => {
        const [one, two] = [await makeMember(server.url), await makeMember(server.url)]
        const { json: asked } = await ask(one, two)
        const work: Record<string, () => Promise<unknown>> = {
          request: () => ask(two, one),
          follow: () => two.post(`/api/users/${one.username}/follow`),
          accept: () => answer(two, asked.id, 'accepted'),
        }
        await Promise.all([...names.map((name) => work[name]!()), block(one, two)])
        const rows = await Relationship.find({
          $or: [{ fromUserID: one.userId }, { fromUserID: two.userId }],
        })
        expect(rows.map(({ status }) => status)).toEqual(['blocked'])
        expect(await Engagement.countDocuments({ userId: two.userId, kind: 'follow' })).toBe(0)
      }),
      { numRuns: 15 },
    )
  })
})

describe('the rows of one person', () => {
  it('are exported without what is not told to them, and go with either of the two', async () => {
    const eve = await makeMember(server.url)
    const { json: asked } = await ask(ada, ben)
    await answer(ben, asked.id, 'declined')
    await block(eve, ada)
    const exported: object[] = []
    for await (const row of exportRelationshipsBy(ada.userId)) exported.push(row)
    expect(exported).toMatchObject([{ status: 'pending', person: { username: ben.username } }])
    await eraseRelationshipsBy(ada.userId)
    expect(await Relationship.countDocuments({})).toBe(0)
  })
})

describe('two who act at random', () => {
  it('never leave more than one row that counts', async () => {
    const kinds = fc.constantFrom('request', 'accept', 'decline', 'block', 'remove')
    const steps = fc.array(fc.record({ first: fc.boolean(), kind: kinds, mine: fc.boolean() }), {
      minLength: 2,
      maxLength: 6,
    })
    await fc.assert(
      fc.asyncProperty(steps, async (works) => {
        const [one, two] = [new Types.ObjectId().toHexString(), new Types.ObjectId().toHexString()]
        await Promise.all(
          works.map(({ first, kind, mine }) => {
            const ids = first ? { me: one, other: two } : { me: two, other: one }
            const action = kind === 'remove' ? { kind, row: mine ? 'mine' : 'theirs' } : { kind }
            return changePair(ids, action as never).catch(() => undefined)
          }),
        )
        const rows = await Relationship.find({ $or: [{ fromUserID: one }, { fromUserID: two }] })
        const statuses = rows.map(({ status }) => status)
        if (statuses.includes('blocked')) expect(new Set(statuses)).toEqual(new Set(['blocked']))
        else if (statuses.includes('accepted')) expect(statuses).toEqual(['accepted'])
        else expect(statuses.filter((status) => status === 'pending').length).toBeLessThan(2)
        expect(rows.filter((row) => row.unsettledSince)).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})

function plain(body: unknown): unknown {
  const { error } = body as { error: { code: string; message: string } }
  return { code: error.code, message: error.message }
}
