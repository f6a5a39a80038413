import { Types } from 'mongoose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { VideoIndexView } from '#shared/storage'
import { personUuid } from '../../../server/accounts/person-uuid.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { Collection } from '../../../server/tiers/collection.model.ts'
import { Video } from '../../../server/videos/video.model.ts'
import { enter } from '../../support/accounts.ts'
import { BrowserClient } from '../../support/browser-client.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'
import { publishedVideo } from '../../support/videos.ts'

let databases: TestDatabases
let server: ServedEndpoints
const people: BrowserClient[] = []
let ids: string[]

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '100' })
  server = await serveEndpoints(['/api/auth', '/api/me', '/api/videos', '/api/relationships'])
  for (let n = 0; n < 4; n++) {
    const person = new BrowserClient(server.url)
    await enter(person, databases.dataDir)
    people.push(person)
  }
  ids = await Promise.all(people.map(async (person) => (await person.get('/api/me')).json.id as string))
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})

async function likedVideo() {
  const video = await publishedVideo(ids[0]!, {})
  const url = `/api/videos/${video._id}`
  for (const person of people.slice(1)) expect((await person.post(`${url}/like`)).status).toBe(200)
  return { video, url }
}

describe('the index document', () => {
  it('has exactly the keys of the seed, with UUIDs for the video and for people', async () => {
    const { video, url } = await likedVideo()
    const { json } = await people[1]!.get(`${url}/index`)
    expect(Object.keys(json)).toEqual(Object.keys(VideoIndexView.shape))
    expect(json).toEqual({
      id: video.uuid,
      creator: personUuid(ids[0]!),
      public: true,
      'like-count': 3,
      'liked-by': [ids[3]!, ids[2]!, ids[1]!].map(personUuid),
      'storage-stage': 2,
      'storage-id': video.uuid,
      'moderation-flags': 0b10000,
      flags: 0,
    })
  })

  it('names those who like it in pages, each with the address of the next', async () => {
    const { url } = await likedVideo()
    const seen: string[] = []
    let next: string | undefined = `${url}/index?limit=2`
    for (let pages = 0; next && pages < 5; pages++) {
      const answer = await people[1]!.get(next)
      seen.push(...answer.json['liked-by'])
      next = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1]
    }
    expect(seen).toEqual([ids[3]!, ids[2]!, ids[1]!].map(personUuid))
  })

  it('says where it lies at each stage', async () => {
    const { video, url } = await likedVideo()
    const cold = { kind: 'local' as const, uri: 'sia://local/abc', name: 'x', contentType: 'x', sizeBytes: 1, sha256: 'x', chunkRoots: [] } // prettier-ignore
    const collection = await Collection.create({ _id: new Types.ObjectId(), number: 5, state: 'expiring', objectKey: 'collections/collection-5.vgz', sizeBytes: 1, cold, createdAt: new Date() }) // prettier-ignore
    const at = async (storageStage: string) => {
      await Video.updateOne({ _id: video._id }, { storageStage, collectionId: collection._id })
      const { json } = await people[0]!.get(`${url}/index`)
      return [json['storage-stage'], json['storage-id']]
    }
    expect(await at('LIVE')).toEqual([1, video.uuid])
    expect(await at('RELIVE')).toEqual([2, video.uuid])
    expect(await at('ARCHIVE')).toEqual([3, 'collection-5'])
    expect(await at('EXPIRING')).toEqual([4, 'sia://local/abc'])
    expect(await at('AWAITING_PUSH')).toEqual([5, 'collection-5'])
  })

  it('passes over people who blocked the reader', async () => {
    const { url } = await likedVideo()
    const me = await people[1]!.get('/api/me')
    await people[2]!.post('/api/relationships', { username: me.json.username, action: 'block' })
    const { json } = await people[1]!.get(`${url}/index`)
    expect(json['liked-by']).not.toContain(personUuid(ids[2]!))
    expect((await people[0]!.get(`${url}/index`)).json['liked-by']).toContain(personUuid(ids[2]!))
  })

  it('is missing to others while the video is private', async () => {
    const { video, url } = await likedVideo()
    await people[0]!.patch(url, { visibility: 'private' })
    expect((await people[0]!.get(`${url}/index`)).json).toMatchObject({ id: video.uuid, public: false })
    expect((await people[1]!.get(`${url}/index`)).status).toBe(404)
  })
})
