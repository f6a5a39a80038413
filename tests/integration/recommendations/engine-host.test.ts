import { randomUUID } from 'node:crypto'
import type { Types } from 'mongoose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import '../../../server/all-models.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { Clip } from '../../../server/clips/clip.model.ts'
import { Engagement } from '../../../server/engagement/engagement.model.ts'
import { WatchEvent } from '../../../server/engagement/watch-event.model.ts'
import { callEngineOnChanges } from '../../../server/recommendations/engine/call-engine.ts'
import { EngineCall } from '../../../server/recommendations/engine/engine-call.model.ts'
import { ReachDay } from '../../../server/recommendations/reach-day.model.ts'
import { RecommendationDay } from '../../../server/recommendations/recommendation-day.model.ts'
import { VideoAffinity } from '../../../server/videos/video-affinity.model.ts'
import { engineReaders } from '../../../server/feed/engine-readers.ts'
import { buildQueues } from '../../../server/recommendations/engine/build-queues.ts'
import { EngineHost } from '../../../server/recommendations/engine/engine-host.ts'
import { EngineLease } from '../../../server/recommendations/engine/engine-lease.model.ts'
import { RecommendationEvent } from '../../../server/recommendations/engine/event-log.model.ts'
import { NO_WISHES } from '../../../server/recommendations/engine/person-facts.ts'
import { getRecommendationSettings } from '../../../server/recommendations/recommendation-settings.ts'
import { askReplay, cancelReplay, getReplay } from '../../../server/recommendations/replay/ask-replay.ts'
import { runReplay } from '../../../server/recommendations/replay/run-replay.ts'
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
  callEngineOnChanges()
  server = await serveEndpoints(['/api/feed', '/api/me', '/api/videos', '/api/clips', '/api/recommendations', '/api/users', '/api/relationships']) // prettier-ignore
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
    EngineCall,
    ReachDay,
    RecommendationDay,
    VideoAffinity,
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

  it('follows a block, an unblock, a preference, a follow and a privacy change at its next look', async () => {
    const clips = await library(14)
    const other = await makeMember(server.url)
    const { clipIds: theirs } = await publishedClips(other.userId, [null, null])
    await watch(clips[0]!)
    await host.step()
    await later()
    expect(await queueOf()).toEqual(expect.arrayContaining(theirs))
    await viewer.post('/api/relationships', { username: other.username, action: 'block' })
    await later(0)
    expect(await queueOf()).not.toContain(theirs[0])
    const versionOf = async () => (await Recommendation.findOne({ userId: viewer.userId }).lean())!.version
    const before = await versionOf()
    await viewer.post(`/api/users/${creator.username}/follow`)
    await later(0)
    expect(await versionOf()).toBeGreaterThan(before)
    const [hidden] = await queueOf()
    const { videoId } = (await Clip.findById(hidden).lean())!
    await creator.patch(`/api/videos/${videoId.toHexString()}`, { visibility: 'private' })
    await later(0)
    expect(await queueOf()).not.toContain(hidden)
    await vi.waitFor(async () => expect(await EngineCall.countDocuments()).toBe(0))
  })

  it('writes what viewers say of videos and what each reached, and the same after a start anew', async () => {
    const clips = await library(12)
    await watch(clips[1]!)
    await host.step()
    const [next] = await queueOf()
    await watch(next!)
    await later(10_000)
    const written = async () => {
      const [affinities, reach, days] = await Promise.all([
        VideoAffinity.find({}, { _id: 0 }).sort({ videoId: 1 }).lean(),
        ReachDay.find({}, { _id: 0 }).sort({ itemId: 1 }).lean(),
        RecommendationDay.find().lean(),
      ])
      return { affinities: JSON.stringify(affinities), reach, days }
    }
    const before = await written()
    const row = await ReachDay.findOne({ itemId: next }).lean()
    expect(row).toMatchObject({ plays: 1, recommended: 1 })
    expect(row!.factors.multiplier).toBeLessThan(1)
    expect(row!.deltas.early_penalty).toBe(-0.5)
    const { videoId } = (await Clip.findById(clips[1]).lean())!
    const view = (await creator.get(`/api/videos/${videoId.toHexString()}/affinities`)).json as { topics: { topic: string }[] } // prettier-ignore
    expect(view.topics[0]!.topic).toBe('maths')
    const reach = (await creator.get(`/api/clips/${next}/recommendations`)).json
    expect(reach).toMatchObject({
      plays: 1,
      recommended: 1,
      applied: { multiplier: 0.75 },
      now: { deltas: [{ code: 'early_penalty', delta: -0.5 }, { code: 'golden_period' }] },
    })
    const whole = (await creator.get(`/api/videos/${videoId.toHexString()}/recommendations`)).json
    expect(whole).toMatchObject({ plays: 2, reasons: [{ plays: 1 }, { plays: 1 }], now: null })
    expect((await viewer.get(`/api/clips/${next}/recommendations`)).status).toBe(404)
    await Promise.all([ReachDay.deleteMany({}), RecommendationDay.deleteMany({}), VideoAffinity.updateMany({}, { $set: { affinities: {} } })]) // prettier-ignore
    await host.stop()
    const other = new EngineHost(engineReaders, clock)
    await other.step()
    await other.stop()
    expect(await written()).toEqual(before)
  })

  it('replays the log by other rules, changes nothing, and ends when it is told to', async () => {
    const clips = await library(12)
    for (const clip of clips.slice(0, 6)) await watch(clip)
    await host.step()
    const rules = (await getRecommendationSettings()).settings
    const proposed = { ...rules, ranking: { ...rules.ranking, exploration: 1 } }
    expect(await askReplay(proposed)).toMatchObject({ state: 'waiting' })
    await expect(askReplay(proposed)).rejects.toThrow(/already/)
    await runReplay(new AbortController().signal, async () => {})
    const { state, result } = await getReplay()
    expect(state).toBe('done')
    expect(result).toMatchObject({ moments: 6, watched: { coverage: 0.5 } })
    expect((await getRecommendationSettings()).settings).toEqual(rules)
    await askReplay(rules)
    expect(await cancelReplay()).toMatchObject({ state: 'cancelled', result: null })
    await runReplay(new AbortController().signal, async () => {})
    expect(await getReplay()).toMatchObject({ state: 'cancelled' })
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
