import { Types } from 'mongoose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PathView } from '#shared/learning'
import '../../../server/all-models.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { closeChanges, connectChanges } from '../../../server/changes.ts'
import { Clip } from '../../../server/clips/clip.model.ts'
import { Progress } from '../../../server/learning/progress.model.ts'
import { upsertTopic } from '../../../server/topics/upsert-topic.ts'
import { Video } from '../../../server/videos/video.model.ts'
import { testBus, type TestBus } from '../../support/change-bus.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { publishedClips } from '../../support/feed.ts'
import { makeMember, type TestMember } from '../../support/people.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'

let databases: TestDatabases
let server: ServedEndpoints
let creator: TestMember
let viewer: TestMember
let bus: TestBus
let topicId: Types.ObjectId
let videoId: string
let ids: string[]

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '1000' })
  server = await serveEndpoints(['/api/me', '/api/videos', '/api/clips', '/api/topics', '/api/relationships'])
  const topic = { topicName: 'Languages', description: '', thumbnailURL: '', prerequisites: [] }
  topicId = (await upsertTopic({ ...topic, combinedTopicName: 'languages' }))._id
  creator = await makeMember(server.url)
  viewer = await makeMember(server.url)
})
beforeEach(async () => {
  bus = testBus()
  connectChanges(bus)
  const published = await publishedClips(creator.userId, ['languages', 'languages', 'languages'])
  videoId = published.videoId
  ids = published.clipIds
})
afterEach(async () => {
  await closeChanges()
  await Promise.all([Clip.deleteMany({}), Video.deleteMany({}), Progress.deleteMany({})])
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})

const path = async () => (await viewer.get(`/api/topics/${topicId.toHexString()}/path`)).json as PathView
const steps = async () => (await path()).subtopics.flatMap(({ clips }) => clips.map(({ clip }) => clip))
const shown = async () => (await steps()).map(({ id }) => id)

describe('a learning path that is kept while every change is heard', () => {
  it('is not read again from the database', async () => {
    expect(await shown()).toEqual(ids)
    await Clip.updateMany({}, { title: 'Another title' })
    expect((await steps())[0]!.title).toBe('Clip 0')
  })

  it('shows what another process changed of a clip, once it says so', async () => {
    await shown()
    await Clip.updateOne({ _id: ids[1] }, { title: 'Another title' })
    bus.say('clip', { clipId: ids[1]! })
    expect((await steps()).map(({ title }) => title)).toEqual(['Clip 0', 'Another title', 'Clip 2'])
  })

  it('hides at once what its creator hides', async () => {
    expect(await shown()).toEqual(ids)
    expect((await creator.patch(`/api/videos/${videoId}`, { visibility: 'private' })).status).toBe(200)
    expect(await shown()).toEqual([])
    await creator.patch(`/api/videos/${videoId}`, { visibility: 'public' })
    expect(await shown()).toEqual(ids)
  })

  it('knows nothing any more once something may have been missed', async () => {
    await shown()
    await Video.updateOne({ _id: videoId }, { visibility: 'private' })
    bus.lose()
    expect(await shown()).toEqual([])
  })

  it('counts what somebody knows, be it of few clips or of hundreds beside this path', async () => {
    const known = {
      userId: viewer.userId,
      videoId,
      level: 'mastered' as const,
      share: 1,
      updatedAt: new Date(),
    }
    await Progress.create({ ...known, clipId: ids[1]! })
    expect(await path()).toMatchObject({ clipCount: 3, doneCount: 1 })
    const others = Array.from({ length: 400 }, () => ({ ...known, clipId: new Types.ObjectId() }))
    await Progress.insertMany(others)
    expect(await path()).toMatchObject({ clipCount: 3, doneCount: 1 })
  })
})
