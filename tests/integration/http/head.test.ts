import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import '../../../server/all-models.ts'
import { upsertTopic } from '../../../server/topics/upsert-topic.ts'
import { enter } from '../../support/accounts.ts'
import { BrowserClient } from '../../support/browser-client.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'

let databases: TestDatabases
let server: ServedEndpoints
let client: BrowserClient

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '1000' })
  server = await serveEndpoints(
    ['auth', 'me', 'videos', 'topics', 'search', 'notifications', '{path}'].map((area) => `/api/${area}`),
  )
  client = new BrowserClient(server.url)
  await enter(client, databases.dataDir)
  await upsertTopic({
    combinedTopicName: 'maths',
    topicName: 'Maths',
    description: '',
    thumbnailURL: '',
    prerequisites: [],
  })
})
afterAll(async () => {
  await server.stop()
  await closeLiveCache()
  await databases.stop()
})

const NOBODY = { cookie: '' }
const anId = 'a'.repeat(24)

describe('HEAD', () => {
  it.each(['/api/topics', '/api/me', '/api/videos?limit=5', '/api/topics?limit=1', '/api/search?q=maths'])(
    'of %s answers as GET does, without the body',
    async (path) => {
      const get = await client.get(path)
      const head = await client.send('HEAD', path)
      expect(get.status).toBe(200)
      expect(head.status).toBe(200)
      expect(head.text).toBe('')
      for (const name of ['content-type', 'cache-control']) {
        expect([name, head.headers.get(name)]).toEqual([name, get.headers.get(name)])
      }
    },
  )

  it('asks for a session, and refuses, as GET does', async () => {
    for (const path of ['/api/me', '/api/videos?nope=1', `/api/videos/${anId}`, '/api/nothing']) {
      for (const headers of [{}, NOBODY]) {
        const [get, head] = [
          await client.get(path, headers),
          await client.send('HEAD', path, undefined, headers),
        ]
        expect([path, head.status]).toEqual([path, get.status])
        expect(head.text).toBe('')
      }
    }
  })

  it('of a stream is not answered by opening one', async () => {
    const status = await new Promise((resolve, reject) => {
      const headers = { cookie: client.cookieHeader(), accept: 'text/event-stream' }
      request(`${server.url}/api/notifications/stream`, { method: 'HEAD', headers, timeout: 5000 })
        .on('response', (response) => resolve(response.statusCode))
        .on('error', reject)
        .on('timeout', () => reject(new Error('no answer')))
        .end()
    })
    expect(status).toBe(404)
  })
})
