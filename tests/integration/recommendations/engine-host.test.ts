import { randomUUID } from 'node:crypto'
import type { Types } from 'mongoose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import '../../../server/all-models.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { Clip } from '../../../server/clips/clip.model.ts'
import { Engagement } from '../../../server/engagement/engagement.model.ts'
import { WatchEvent } from '../../../server/engagement/watch-event.model.ts'
import { engineReaders } from '../../../server/feed/engine-readers.ts'
import { buildQueues } from '../../../server/recommendations/engine/build-queues.ts'
import { EngineHost } from '../../../server/recommendations/engine/engine-host.ts'
import { EngineLease } from '../../../server/recommendations/engine/engine-lease.model.ts'
import { RecommendationEvent } from '../../../server/recommendations/engine/event-log.model.ts'
import { NO_WISHES } from '../../../server/recommendations/engine/person-facts.ts'
import { Recommendation } from '../../../server/recommendations/recommendation.model.ts'
import { StartingQueue } from '../../../server/recommendations/starting-queue.model.ts'
import { UserAffinity } from '../../../server/recommendations/user-affinity.model.ts'
import { upsertTopic } from '../../../server/topics/upsert-topic.ts'
import { Topic } from '../../../server/topics/topic.model.ts'
import { Video } from '../../../server/videos/video.model.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { idsOf, publishedClips, readPage } from '../../support/feed.ts'
import { makeMember, type TestMember } from '../../support/people.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'

let databases: TestDatabases
let server: ServedEndpoints
let creator: TestMember
let viewer: TestMember
let now = Date.parse('2026-11-22T12:00:00Z')
const clock = { now: () => new Date(now) }
let host: EngineHost

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '1000' })
  server = await serveEndpoints(['/api/feed', '/api/me', '/api/videos', '/api/clips', '/api/recommendations', '/api/users']) // prettier-ignore
})
beforeEach(async () => {
  now = Date.now()
  creator = await makeMember(server.url)
  viewer = await makeMember(server.url)
  await upsertTopic({ combinedTopicName: 'maths', topicName: 'maths', description: '', thumbnailURL: '', prerequisites: [] }) // prettier-ignore
  host = new EngineHost(engineReaders, clock)
})
afterEach(async () => {
  await host.stop()
  for (const model of [
    Clip,
    Video,
    Topic,
    Recommendation,
    StartingQueue,
    UserAffinity,
    RecommendationEvent,
    EngineLease,
    WatchEvent,
    Engagement,
  ]) {
    // prettier-ignore
    await model.collection.deleteMany({})
  }
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})

const watch = (clipId: string, flags: object = { isEnd: true }, person = viewer) =>
  person.post(`/api/clips/${clipId}/watch`, {
    events: [{ id: randomUUID(), positionSeconds: 1, secondsWatched: 1, ...flags }],
  })
const library = async (count: number) =>
  (await publishedClips(creator.userId, Array.from({ length: count }, (_, n) => (n % 2 ? 'maths' : null)))).clipIds // prettier-ignore
const queueOf = async (name = 'all', person = viewer) => {
  const row = await Recommendation.findOne({ userId: person.userId }).lean()
  const stored = row?.topicSequences as unknown as Record<string, Types.ObjectId[]> | undefined
  return stored?.[name]?.map(String) ?? []
}
/** Lets time pass, so that pauses between refreshes are over. */
const later = async (milliseconds = 4_000, which = host) => {
  now += milliseconds
  await which.step()
}

describe('the engine of the worker', () => {
  it('makes the queue of whoever watched something, which the feed then reads with its reasons', async () => {
    const clips = await library(12)
    await watch(clips[1]!)
    await host.step()
    const queue = await queueOf()
    expect(queue).toHaveLength(11)
    expect(queue).not.toContain(clips[1])
    const page = await readPage(viewer, '/api/feed')
    expect(idsOf(page.items)).toEqual(queue.slice(0, 10))
    for (const { reason } of page.items) expect(reason.code).not.toBe('newest')
    const { affinities } = (await viewer.get('/api/me/affinities')).json as { affinities: object }
    expect(Object.values(affinities)).toEqual([expect.closeTo(0.5, 0)])
    expect((await queueOf('maths')).length).toBeGreaterThan(0)
  })

  it('takes out what was seen, left out, muted, hidden or made private, and what is new in', async () => {
    const clips = await library(14)
    await watch(clips[0]!)
    await host.step()
    const [a, b] = (await queueOf()) as [string, string]
    await viewer.post('/api/feed/dismissals', { kind: 'clip', id: a })
    await watch(b)
    await later()
    expect(await queueOf()).toHaveLength(11)
    expect(await queueOf()).not.toContain(a)
    await viewer.patch('/api/me/affinities', { topic: 'maths', action: 'mute' })
    await later()
    const odd = new Set(clips.filter((_, n) => n % 2))
    expect((await queueOf()).some((id) => odd.has(id))).toBe(false)
    const fresh = await library(1)
    await later()
    await viewer.post(`/api/clips/${clips[2]}/like`)
    await later()
    expect(await queueOf()).toContain(fresh[0])
    await Video.updateOne({ _id: (await Clip.findById(fresh[0]).lean())!.videoId }, { $set: { visibility: 'private' } }) // prettier-ignore
    await later(120_000)
    await viewer.post(`/api/clips/${clips[4]}/like`)
    await later()
    expect(await queueOf()).not.toContain(fresh[0])
  })

  it('leaves what somebody put there until it is used up', async () => {
    const clips = await library(6)
    await viewer.put('/api/recommendations', { topicSequences: { all: [clips[3], clips[2]] } })
    await watch(clips[3]!)
    await host.step()
    expect(await queueOf()).toEqual([clips[3], clips[2]])
    await watch(clips[2]!)
    await later()
    expect(await queueOf()).toHaveLength(4)
  })

  it('is held by one process at a time; the next goes on from the log, and comes to the same', async () => {
    const clips = await library(9)
    await watch(clips[1]!)
    await watch(clips[2]!, { isSkip: true })
    await host.step()
    const other = new EngineHost(engineReaders, clock)
    await other.step()
    expect(other.engine).toBeNull()
    const known = host.engine!
    // the first dies without a word
    now += 20_000
    await other.step()
    const events = await RecommendationEvent.find({ 'happening.kind': 'watch' }).lean()
    expect(events).toHaveLength(2)
    const bytes = (engine: typeof known) => {
      const user = engine.users.get(viewer.userId)!
      const queues = buildQueues(engine, { user: user.ranker, seen: user.seen, facts: NO_WISHES, topics: ['maths'], held: new Map(), seed: 1, now: new Date(0) }) // prettier-ignore
      return JSON.stringify([[...queues], [...engine.ranker.weights.mean], [...engine.ranker.clips.mean]])
    }
    expect(bytes(other.engine!)).toBe(bytes(known))
    // who believes to hold it still cannot write to a log that went on
    await watch(clips[3]!)
    await later(0, other)
    now -= 20_000
    await watch(clips[4]!)
    await expect(host.step()).rejects.toMatchObject({ code: 11000 })
    expect(host.engine).toBeNull()
    await other.stop()
  })

  it('gives newcomers what others liked', async () => {
    const clips = await library(8)
    for (let round = 0; round < 20; round++) {
      const person = round % 5 === 0 ? (viewer = await makeMember(server.url)) : viewer
      await watch(clips[round % 5]!, { isEnd: true }, person)
    }
    await host.step()
    await later(61_000)
    const newcomer = await makeMember(server.url)
    const { items } = await readPage(newcomer, '/api/feed')
    const starting = await StartingQueue.findById('all').lean()
    expect(idsOf(items)).toEqual(starting!.items.map(String))
    expect(items).toHaveLength(8)
  })

  it('learns nothing twice when it begins anew', async () => {
    const clips = await library(4)
    await watch(clips[0]!)
    await viewer.post(`/api/clips/${clips[0]}/like`)
    await host.step()
    const count = await RecommendationEvent.countDocuments()
    await host.stop()
    const other = new EngineHost(engineReaders, clock)
    await other.step()
    await later(4_000, other)
    expect(await RecommendationEvent.countDocuments()).toBe(count)
    await other.stop()
  })
})
