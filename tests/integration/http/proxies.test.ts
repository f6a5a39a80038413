import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import '../../../server/all-models.ts'
import { enter, newPerson } from '../../support/accounts.ts'
import { BrowserClient } from '../../support/browser-client.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'

let databases: TestDatabases
let server: ServedEndpoints
const visit = () => new BrowserClient(server.url)

beforeAll(async () => {
  databases = await startDatabases(
    { ...accountMigrations, ...auditMigrations },
    { TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8' },
  )
  server = await serveEndpoints(['/api/auth', '/metrics'])
})
afterAll(async () => {
  await server.stop()
  await closeLiveCache()
  await databases.stop()
})

/** How many of `count` code requests from these addresses get through. */
async function accepted(count: number, addressOf: (index: number) => string): Promise<number> {
  const statuses: number[] = []
  for (let index = 0; index < count; index++) {
    const answer = await visit().post(
      '/api/auth/verify',
      { nonsense: 1 },
      { 'x-forwarded-for': addressOf(index) },
    )
    statuses.push(answer.status)
  }
  return statuses.filter((status) => status !== 429).length
}

describe('behind a configured proxy', () => {
  it('counts the address that the proxy saw, whatever the client wrote before it', async () => {
    expect(await accepted(70, (index) => `198.51.100.${index}, 203.0.113.5`)).toBe(60)
    expect(await accepted(5, () => '203.0.113.6')).toBe(5)
  })

  it('looks past a second proxy of ours', async () => {
    expect(await accepted(70, (index) => `192.0.2.${index}, 203.0.113.7, 10.1.1.1`)).toBe(60)
  })

  it('counts the addresses of one IPv6 network together', async () => {
    expect(await accepted(70, (index) => `2001:db8:7:7::${index.toString(16)}`)).toBe(60)
    expect(await accepted(5, () => '2001:db8:7:8::1')).toBe(5)
  })

  it('marks the cookie Secure when the browser came by https', async () => {
    const client = visit()
    const person = await enter(client, databases.dataDir, newPerson())
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' }
    const answer = await client.post(
      '/api/auth/login',
      { email: person.email, password: person.password },
      headers,
    )
    expect(answer.headers.getSetCookie()[0]).toMatch(/; Secure/)
    expect(answer.headers.get('strict-transport-security')).toContain('max-age=')
  })

  it('knows its own origin by the host that the proxy names', async () => {
    const headers = {
      'x-forwarded-host': 'video.example.org',
      'x-forwarded-for': '203.0.113.9',
      origin: 'https://video.example.org',
    }
    const answer = await visit().post('/api/auth/login', { email: 'a@example.org', password: 'x' }, headers)
    expect(answer.status).toBe(401)
  })

  it('shows metrics to itself, not to those whom the proxy lets through', async () => {
    expect((await visit().get('/metrics')).status).toBe(200)
    expect((await visit().get('/metrics', { 'x-forwarded-for': '203.0.113.9' })).status).toBe(401)
    expect((await visit().get('/metrics', { 'x-forwarded-for': '127.0.0.1, 203.0.113.9' })).status).toBe(401)
    const viewer = visit()
    await enter(viewer, databases.dataDir)
    expect((await viewer.get('/metrics', { 'x-forwarded-for': '203.0.113.9' })).status).toBe(403)
  })

  it('takes over a request id that can be one', async () => {
    const given = await visit().get('/metrics', { 'x-request-id': 'trace-0123456789' })
    expect(given.headers.get('x-request-id')).toBe('trace-0123456789')
    const refused = await visit().get('/metrics', { 'x-request-id': '<script>alert(1)</script>' })
    expect(refused.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })
})
