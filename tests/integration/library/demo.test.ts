import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { systemActor } from '../../../server/accounts/actor.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue, getQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { addDemo, findDemo, removeDemo, requestDemo } from '../../../server/library/add-demo.ts'
import { DEMO_VIDEOS } from '../../../server/library/demo-videos.ts'
import { Topic } from '../../../server/topics/topic.model.ts'
import { removeVideo } from '../../../server/videos/remove-video.ts'
import { Video } from '../../../server/videos/video.model.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'

let databases: TestDatabases
/** The two that are made fastest, of two topics. */
const WANTED = DEMO_VIDEOS.filter(({ name }) => name === 'rule-110' || name === 'interference')
const running = new AbortController().signal

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { CLIPWAY_DEMO: '1' })
})
afterAll(async () => {
  await closeQueue(0)
  await closeObjectStore()
  await databases.stop()
})

describe('demo content', () => {
  it(
    'is offered on an empty site, asked for once, added once, and goes again',
    { timeout: 400_000 },
    async () => {
      expect(await findDemo()).toEqual({ state: 'none', isOffered: true, progress: 0 })
      await Promise.all([requestDemo(), requestDemo()])
      expect(await getQueue().find({ name: 'add-demo' })).toHaveLength(1)
      expect(await findDemo()).toMatchObject({ state: 'adding', isOffered: false })
      await getQueue().cancel('add-demo')

      const shares: number[] = []
      await addDemo(running, async (share) => void shares.push(share), WANTED)
      await addDemo(running, async () => undefined, WANTED)
      expect(await Video.countDocuments({})).toBe(WANTED.length)
      expect(shares).toEqual([...shares].sort((a, b) => a - b))
      expect(await findDemo()).toEqual({ state: 'added', isOffered: false, progress: 1 })
      const topicIds = await Video.distinct('topicId')
      expect(topicIds).toHaveLength(new Set(WANTED.map((video) => video.topic)).size)

      const videos = await Video.find().lean()
      await removeDemo(systemActor)
      for (const video of videos) await removeVideo(video._id.toHexString())
      expect([await Video.countDocuments({}), await Topic.countDocuments({})]).toEqual([0, 0])
      expect(await findDemo()).toMatchObject({ state: 'none', isOffered: true })
    },
  )
})
