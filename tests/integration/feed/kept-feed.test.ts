import { randomUUID } from 'node:crypto'
import { Types } from 'mongoose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import '../../../server/all-models.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { closeChanges, connectChanges } from '../../../server/changes.ts'
import { Clip } from '../../../server/clips/clip.model.ts'
import { WatchRecord } from '../../../server/history/watch-record.model.ts'
import { Recommendation } from '../../../server/recommendations/recommendation.model.ts'
import { Pack } from '../../../server/videos/pack.model.ts'
import { Video } from '../../../server/videos/video.model.ts'
import { testBus, type TestBus } from '../../support/change-bus.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { idsOf, publishedClips, readPage } from '../../support/feed.ts'
import { makeMember, type TestMember } from '../../support/people.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'

let databases: TestDatabases
let server: ServedEndpoints
let creator: TestMember
let viewer: TestMember
let bus: TestBus
let videoId: string
let ids: string[]

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '1000' })
  server = await serveEndpoints(['/api/feed', '/api/me', '/api/videos', '/api/clips', '/api/recommendations', '/api/relationships', '/api/saves']) // prettier-ignore
})
beforeEach(async () => {
  bus = testBus()
  connectChanges(bus)
  creator = await makeMember(server.url)
  viewer = await makeMember(server.url)
  const published = await publishedClips(creator.userId, [null, null, null, null])
  videoId = published.videoId
  ids = published.clipIds
  await queue(ids)
})
afterEach(async () => {
  await closeChanges()
  await Promise.all([Clip.deleteMany({}), Video.deleteMany({}), Pack.deleteMany({})])
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})

/** As the engine, in another process, writes it. */
async function queue(all: readonly string[], { userId } = viewer): Promise<void> {
  const reasons = { all: all.map(() => 'r;') }
  await Recommendation.updateOne(
    { userId },
    { $set: { topicSequences: { all }, reasons }, $inc: { version: 1 } },
    { upsert: true },
  )
}
const page = async () => (await readPage(viewer, '/api/feed')).items
const shown = async () => idsOf(await page())
const watch = (clipId: string) =>
  viewer.post(`/api/clips/${clipId}/watch`, {
    events: [{ id: randomUUID(), positionSeconds: 1, secondsWatched: 1, isEnd: true }],
  })

describe('a feed that is kept while every change is heard', () => {
  it('is not read again from the database', async () => {
    expect(await shown()).toEqual(ids)
    await queue(ids.toReversed())
    await WatchRecord.collection.insertOne(recordOf(ids[0]!) as never)
    expect(await shown()).toEqual(ids)
  })

  it('passes over what this person watches, and shows again what leaves the history', async () => {
    await shown()
    await watch(ids[0]!)
    expect(await shown()).toEqual(ids.slice(1))
    expect((await viewer.delete('/api/me/history')).status).toBeLessThan(300)
    expect(await shown()).toEqual(ids)
  })

  it('shows what this person likes and puts by, with the like counted', async () => {
    await shown()
    await viewer.post(`/api/clips/${ids[1]!}/like`)
    const [, liked] = await page()
    expect(liked!.item).toMatchObject({ id: ids[1], myReaction: 'like', likeCount: 1 })
    await viewer.delete(`/api/clips/${ids[1]!}/like`)
    expect((await page())[1]!.item).toMatchObject({ myReaction: null, likeCount: 0 })
  })

  it('tells each what is their own of a card that all share', async () => {
    await queue(ids, creator)
    const of = async (member: TestMember) => (await readPage(member, '/api/feed')).items[0]!.item
    expect(await of(viewer)).toMatchObject({ isMine: false, myReaction: null })
    await viewer.post(`/api/clips/${ids[0]!}/like`)
    expect(await of(creator)).toMatchObject({ isMine: true, myReaction: null, likeCount: 1 })
    expect(await of(viewer)).toMatchObject({ isMine: false, myReaction: 'like', likeCount: 1 })
  })

  it('names a creator anew who changed their name', async () => {
    const named = async () => (await page())[0]!.item.uploader.name
    const before = await named()
    expect((await creator.patch('/api/me', { firstName: 'Ada', lastName: 'Neu' })).status).toBe(200)
    expect(await named()).toBe('Ada Neu')
    expect(before).not.toBe('Ada Neu')
  })

  it('shows a comment counted, and a question that was put after a clip', async () => {
    await shown()
    const written = await viewer.post(`/api/clips/${ids[0]!}/comments`, { text: 'Now I see' })
    expect(written.status).toBe(201)
    const check = { question: 'Is it so?', choices: ['Yes', 'No'], answer: 0 }
    expect((await creator.put(`/api/clips/${ids[1]!}/check`, check)).status).toBe(200)
    const [commented, checked] = await page()
    expect(commented!.item).toMatchObject({ commentCount: 1 })
    expect(checked!.item).toMatchObject({ hasCheck: true })
  })

  it('follows a queue that another process wrote, once it says so', async () => {
    await shown()
    await queue(ids.toReversed())
    bus.say('queues', { userIds: [viewer.userId] })
    expect(await shown()).toEqual(ids.toReversed())
  })

  it('follows what the person watched by another process', async () => {
    await shown()
    await WatchRecord.collection.insertOne(recordOf(ids[0]!) as never)
    expect(await shown()).toEqual(ids)
    bus.say('own', { userId: viewer.userId, targetId: ids[0]!, isSeen: true })
    expect(await shown()).toEqual(ids.slice(1))
  })

  it('hides at once what another process hid, and what its creator hides here', async () => {
    const other = await publishedClips(creator.userId, [null])
    await queue([...ids, ...other.clipIds])
    bus.say('queues', { userIds: null })
    expect(await shown()).toEqual([...ids, ...other.clipIds])
    const hidden = await Video.findByIdAndUpdate(videoId, { visibility: 'private' }).lean()
    bus.say('video', { videoId, uuid: hidden!.uuid })
    expect(await shown()).toEqual(other.clipIds)
    await creator.patch(`/api/videos/${other.videoId}`, { visibility: 'private' })
    expect(await shown()).toEqual([])
  })

  it('knows nothing any more once something may have been missed', async () => {
    await shown()
    await queue(ids.toReversed())
    await Video.updateOne({ _id: videoId }, { visibility: 'private' })
    bus.lose()
    expect(await shown()).toEqual([])
    await Video.updateOne({ _id: videoId }, { visibility: 'public' })
    bus.isHearing = false
    expect(await shown()).toEqual(ids.toReversed())
  })

  it('leaves out what the person leaves out, and takes it back', async () => {
    await shown()
    await viewer.post('/api/feed/dismissals', { scope: 'item', kind: 'clip', id: ids[0]! })
    expect(await shown()).toEqual(ids.slice(1))
  })
})

function recordOf(clipId: string) {
  const [userId, targetId] = [new Types.ObjectId(viewer.userId), new Types.ObjectId(clipId)]
  return { userId, targetId, targetKind: 'clip', videoId: new Types.ObjectId(videoId), watchedAt: new Date() }
}
