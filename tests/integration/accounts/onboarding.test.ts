import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import '../../../server/all-models.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { UserAffinity } from '../../../server/recommendations/user-affinity.model.ts'
import { Topic } from '../../../server/topics/topic.model.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { somebody } from '../../support/entered-person.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'
import { publishedVideo } from '../../support/videos.ts'

let databases: TestDatabases
let server: ServedEndpoints
const enter = () => somebody(server.url, databases.dataDir)

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '100' })
  server = await serveEndpoints(['/api/auth', '/api/me', '/api/people', '/api/users', '/api/relationships'])
  await Topic.create({ combinedTopicName: 'biology', topicName: 'Biology' })
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})

describe('coming in', () => {
  it('goes step by step, never back, and chosen topics become affinities', async () => {
    const { client, id } = await enter()
    expect((await client.get('/api/me')).json.onBoardingStatus).toBe('new')
    const take = async (body: object) => (await client.post('/api/me/onboarding', body)).json.onBoardingStatus
    expect(await take({ step: 'topics', topics: ['biology', 'no-such-topic'] })).toBe('people')
    const { _id } = (await Topic.findOne({ combinedTopicName: 'biology' }))!
    const stored = await UserAffinity.findOne({ userId: id }).lean<{ affinities: Record<string, number> }>()
    expect(Object.keys(stored!.affinities)).toEqual([_id.toHexString()])
    expect(await take({ step: 'people', isSkipped: true })).toBe('preferences')
    expect(await take({ step: 'topics' })).toBe('preferences')
    expect(await take({ step: 'preferences' })).toBe('done')
    expect(await take({ step: 'people' })).toBe('done')
  })

  it('refuses what is no step, and unknown keys', async () => {
    const { client } = await enter()
    expect((await client.post('/api/me/onboarding', { step: 'done' })).status).toBe(400)
    expect((await client.post('/api/me/onboarding', { step: 'topics', isAdmin: true })).status).toBe(422)
    expect((await client.get('/api/me')).json.onBoardingStatus).toBe('new')
  })
})

describe('people to follow', () => {
  it('are those who make videos in the chosen topics; not oneself, nor whom one follows or who is hidden', async () => {
    const [me, maker, followed, blocker] = [await enter(), await enter(), await enter(), await enter()]
    for (const { id } of [me, maker, followed, blocker]) await publishedVideo(id, { topic: 'biology' })
    const names = async () =>
      (await me.client.get('/api/people/suggestions')).json.items.map(
        ({ username }: { username: string }) => username,
      )
    expect(await names()).toEqual([])
    await me.client.post('/api/me/onboarding', { step: 'topics', topics: ['biology'] })
    expect(await names()).toEqual(
      expect.arrayContaining([maker, followed, blocker].map(({ person }) => person.username)),
    )
    await me.client.post(`/api/users/${followed.person.username}/follow`)
    await blocker.client.post('/api/relationships', { username: me.person.username, action: 'block' })
    expect(await names()).toEqual([maker.person.username])
  })
})
