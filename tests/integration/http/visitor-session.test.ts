import { defineEventHandler } from 'h3'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { accountsSql } from '../../../server/accounts/tables.ts'
import { closeLiveCache, getLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { readSessionCookie } from '../../../server/http/session-cookie.ts'
import { ensureVisitorSession } from '../../../server/http/visitor-session.ts'
import '../../../server/all-models.ts'
import { BrowserClient } from '../../support/browser-client.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
let databases: TestDatabases
let server: ServedEndpoints
const visit = () => new BrowserClient(server.url)

/** A page, with what its own fetches would carry. */
const page = defineEventHandler(async (event) => {
  await ensureVisitorSession(event)
  return { carried: (await readSessionCookie(event)) ?? null, cookies: event.node.req.headers.cookie ?? '' }
})

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations })
  server = await serveEndpoints(['/api/auth/session'], {
    '/watch': page,
    '/api/thing': page,
    '/logo.svg': page,
  })
})
afterAll(async () => {
  await server.stop()
  await closeLiveCache()
  await databases.stop()
})

const countSessions = async () => (await accountsSql().selectFrom('sessions').select('id').execute()).length

describe('a visitor', () => {
  it('gets a read-only session with the first page, which the page itself carries already', async () => {
    const client = visit()
    const first = await client.get('/watch', HTML)
    expect(first.json.carried).toMatch(/^[\w-]{32}$/)
    expect((await client.get('/api/auth/session')).json).toEqual({ kind: 'guest', user: null })
    const second = await client.get('/watch', HTML)
    expect(second.headers.getSetCookie()).toEqual([])
    expect(second.json.carried).toBe(first.json.carried)
  })

  it('gets a new one for a cookie that no longer works, and keeps the other cookies', async () => {
    const client = visit()
    client.cookies.set('theme', 'dark')
    client.cookies.set('clipway-session', 'Fe26.2**forged')
    const { json } = await client.get('/watch', HTML)
    expect(json.carried).toBeTruthy()
    expect(json.cookies).toMatch(/^theme=dark; clipway-session=Fe26/)
    await accountsSql().deleteFrom('sessions').where('id', '=', json.carried).execute()
    expect((await client.get('/watch', HTML)).json.carried).not.toBe(json.carried)
  })

  it.each([
    ['the API', '/api/thing', HTML],
    ['a file', '/logo.svg', HTML],
    ['an image', '/watch', { accept: 'image/avif,image/webp' }],
    ['what a page loads', '/watch', { ...HTML, 'sec-fetch-dest': 'image' }],
  ])('gets none for %s', async (_, path, headers: Record<string, string>) => {
    const before = await countSessions()
    const answer = await visit().get(path, headers)
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(await countSessions()).toBe(before)
  })

  it('still sees the page when no session can be made', async () => {
    const consume = vi.spyOn(getLiveCache(), 'consume').mockRejectedValue(new Error('the cache is away'))
    expect(await visit().get('/watch', HTML)).toMatchObject({ status: 200, json: { carried: null } })
    consume.mockRestore()
  })
})
