import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache, getLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { RATE_BUDGETS } from '../../../server/http/rate-limit.ts'
import { defineEndpoint } from '../../../server/http/define-endpoint.ts'
import { logger } from '../../../server/logger.ts'
import '../../../server/all-models.ts'
import { enter, newPerson } from '../../support/accounts.ts'
import { BrowserClient } from '../../support/browser-client.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'

let databases: TestDatabases
let server: ServedEndpoints
let client: BrowserClient

/** An endpoint that fails in a way nobody thought of. */
const broken = defineEndpoint({
  summary: 'Fails for a test.',
  actor: 'open',
  rate: 'none',
  run() {
    throw new Error('secret detail of the inside')
  },
})
const echo = defineEndpoint({
  summary: 'Answers what it was sent.',
  actor: 'open',
  rate: 'none',
  body: z.unknown(),
  run: ({ body }) => ({ body }),
})

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '1000' })
  server = await serveEndpoints(['/api/auth', '/api/me', '/api/{path}', '/metrics', '/healthz', '/readyz'], {
    '/api/broken': broken,
    '/api/echo': echo,
  })
  client = new BrowserClient(server.url)
  await enter(client, databases.dataDir)
})
afterAll(async () => {
  await server.stop()
  await closeLiveCache()
  await databases.stop()
})

function send(path: string, body: string | Buffer, headers: Record<string, string> = {}, method = 'POST') {
  return fetch(server.url + path, {
    method,
    body: new Uint8Array(Buffer.from(body)),
    headers: { 'content-type': 'application/json', cookie: client.cookieHeader(), ...headers },
  })
}

const VALUES: unknown[] = [
  null, true, 0, -1, 1e308, '', 'x'.repeat(60_000), [], [[]], {}, { $gt: '' }, { $ne: null }, { $where: 'sleep(9)' },
  ['a', 'b'], '\u0000', '\u202e', '${7*7}', '{{7*7}}', "' or 1=1 --", '../../etc/passwd', '%00', '\ud800', '9'.repeat(400),
] // prettier-ignore
const BODIES: Record<string, { path: string; method?: string; fields: Record<string, unknown> }> = {
  signup: { path: '/api/auth/signup', fields: { ...newPerson() } },
  verify: { path: '/api/auth/verify', fields: { email: 'a@example.org', code: '123456' } },
  login: { path: '/api/auth/login', fields: { email: 'a@example.org', password: 'long enough' } },
  forgot: { path: '/api/auth/forgot', fields: { email: 'a@example.org' } },
  reset: {
    path: '/api/auth/reset',
    fields: { email: 'a@example.org', code: '123456', password: 'long enough' },
  },
  me: { path: '/api/me', method: 'PATCH', fields: { firstName: 'A' } },
  token: { path: '/api/me/tokens', fields: { name: 'a', scopes: ['read'] } },
}

describe('a hostile body', () => {
  it.each(Object.entries(BODIES))('in any field of %s answers 4xx', async (_, { path, method, fields }) => {
    for (const [field, value] of Object.keys(fields).flatMap((name) =>
      VALUES.map((item) => [name, item] as const),
    )) {
      const { status } = await send(path, JSON.stringify({ ...fields, [field]: value }), {}, method)
      // a value that happens to be fine is fine: a number is none of these
      expect(
        [200, 201, 202, 204, 400, 401, 409, 422, 429],
        `${field}: ${JSON.stringify(value)?.slice(0, 40)}`,
      ).toContain(status)
      if (typeof value === 'object') expect(status).toBeGreaterThanOrEqual(400)
    }
  })

  it.each(Object.entries(BODIES))(
    'with a key that %s does not know answers 422',
    async (_, { path, method, fields }) => {
      for (const key of ['isAdmin', 'role', '_id', 'password_hash', '$set', 'emailVerified'])
        expect((await send(path, JSON.stringify({ ...fields, [key]: 1 }), {}, method)).status).toBe(422)
    },
  )

  const CASES: [string, string | Buffer, Record<string, string>, number][] = [
    ['no content type', '{"a":1}', { 'content-type': '' }, 415],
    ['a form', 'email=a&email=b', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text', '{"a":1}', { 'content-type': 'text/plain' }, 415],
    ['a type that only looks like JSON', '{"a":1}', { 'content-type': 'application/jsonp' }, 415],
    ['another charset', '{"a":1}', { 'content-type': 'application/json; charset=utf-16' }, 415],
    ['an encoding', '{"a":1}', { 'content-encoding': 'gzip' }, 415],
    ['nothing', '', {}, 400],
    ['broken JSON', '{"a":', {}, 400],
    ['two values', '{}{}', {}, 400],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), {}, 400],
    ['__proto__', '{"__proto__":{"isAdmin":true}}', {}, 400],
    ['__proto__ in disguise', String.raw`{"\u005f\u005fproto__":{"isAdmin":true}}`, {}, 400],
    ['constructor.prototype', '{"constructor":{"prototype":{"isAdmin":true}}}', {}, 400],
    ['33 levels', '['.repeat(33) + ']'.repeat(33), {}, 400],
    ['20,000 levels', '['.repeat(20_000) + ']'.repeat(20_000), {}, 400],
    ['one byte too many', JSON.stringify('x'.repeat(64 * 1024 - 1)), {}, 413],
  ]
  it.each(CASES)('that is %s is refused', async (_, body, headers, status) => {
    const answer = await send('/api/echo', body, headers)
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({
      error: { code: expect.any(String), requestId: expect.any(String) },
    })
  })

  it('of exactly the allowed size, depth and charset is taken', async () => {
    expect((await send('/api/echo', JSON.stringify('x'.repeat(64 * 1024 - 2)))).status).toBe(200)
    expect((await send('/api/echo', '['.repeat(32) + ']'.repeat(32))).status).toBe(200)
    expect(
      (await send('/api/echo', '1', { 'content-type': 'Application/JSON; Charset="UTF-8"' })).status,
    ).toBe(200)
  })

  it('takes the last of two equal keys, so that there is one meaning', async () => {
    const answer = await send('/api/echo', '{"a":1,"a":2}')
    expect(await answer.json()).toEqual({ body: { a: 2 } })
  })

  it('of 300 MB in chunks is refused while it streams, with flat memory', async () => {
    const before = process.memoryUsage.rss()
    const { status, sent } = await streamChunks('/api/auth/login', 300)
    expect(status).toBe(413)
    expect(sent).toBeLessThan(40)
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 * 1024)
    expect((await client.get('/api/me')).status).toBe(200)
  })

  it('that is announced too long is refused before it comes', async () => {
    const status = await new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': '300000000' }
      const outgoing = request(`${server.url}/api/auth/login`, { method: 'POST', headers }, (response) => {
        resolve(response.statusCode)
        outgoing.destroy()
      })
      outgoing.on('error', reject)
      outgoing.flushHeaders()
    })
    expect(status).toBe(413)
  })

  it('that breaks off leaves the server well', async () => {
    await new Promise<void>((resolve) => {
      const headers = { 'content-type': 'application/json', 'content-length': '1000' }
      const outgoing = request(`${server.url}/api/auth/login`, { method: 'POST', headers })
      outgoing.on('error', () => resolve())
      outgoing.write('{"email":')
      setTimeout(() => outgoing.destroy(new Error('gone')), 50)
    })
    expect((await client.get('/api/me')).status).toBe(200)
  })
})

/** Sends up to `megabytes` of JSON in chunks without a length; gives how many went out before the answer. */
function streamChunks(path: string, megabytes: number): Promise<{ status: number; sent: number }> {
  const chunk = Buffer.alloc(1024 * 1024, '[')
  return new Promise((resolve, reject) => {
    let sent = 0
    let status = 0
    const headers = { 'content-type': 'application/json' }
    const outgoing = request(`${server.url}${path}`, { method: 'POST', headers }, (response) => {
      status = response.statusCode ?? 0
      response.resume().on('end', () => resolve({ status, sent }))
    })
    outgoing.on('error', (error) => (status ? undefined : reject(error)))
    const next = () => {
      if (status || sent === megabytes) return void outgoing.end()
      sent++
      outgoing.write(chunk, () => setImmediate(next))
    }
    next()
  })
}

describe('a hostile address', () => {
  it.each([
    '/api/me/tokens/x',
    '/api/me/tokens/%00',
    '/api/me/tokens/..%2f..%2fx',
    '/api/me/sessions/%24gt',
    '/api/me/sessions/%zz',
  ])('%s answers 4xx', async (path) => {
    const { status, json } = await client.delete(path)
    expect([400, 404]).toContain(status)
    expect(json.error.requestId).toBeTruthy()
  })

  it('that nothing serves answers 404 in the same shape, for every method', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
      expect(await client.send(method, '/api/no/such/thing')).toMatchObject({
        status: 404,
        json: { error: { code: 'not_found' } },
      })
    expect((await client.delete('/api/auth/session')).status).toBe(404)
  })
})

describe('a change that another site makes the browser send', () => {
  const CASES: [Record<string, string>, number][] = [
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'cross-site', origin: 'http://HOST' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://HOST.evil.example' }, 403],
    [{ 'sec-fetch-site': 'same-origin', origin: 'http://HOST' }, 200],
    [{ origin: 'http://HOST' }, 200],
    [{}, 200],
  ]
  it.each(CASES)('with %j answers %i', async (headers, status) => {
    const host = new URL(server.url).host
    const filled = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace('HOST', host)]),
    )
    const answer = await client.send('PATCH', '/api/me', { firstName: 'Maria' }, filled)
    expect(answer.status).toBe(status)
  })

  it('is refused for a log-in, too, though no cookie is there yet', async () => {
    const answer = await new BrowserClient(server.url).post(
      '/api/auth/login',
      { email: 'a@example.org', password: 'x' },
      { 'sec-fetch-site': 'cross-site' },
    )
    expect(answer.status).toBe(403)
  })

  it('goes through with a token, which no browser sends by itself; reading is free', async () => {
    const { token } = (await client.post('/api/me/tokens', { name: 't', scopes: ['read', 'write'] })).json
    const headers = { authorization: `Bearer ${token}`, 'sec-fetch-site': 'cross-site' }
    const bare = new BrowserClient(server.url)
    expect((await bare.send('PATCH', '/api/me', { firstName: 'Maria' }, headers)).status).toBe(200)
    expect((await client.get('/api/me', { 'sec-fetch-site': 'cross-site' })).status).toBe(200)
  })
})

describe('an error that nobody thought of', () => {
  it('answers 500 with a request id and no detail, and is logged once with both', async () => {
    const error = vi.spyOn(logger, 'error')
    const answer = await client.get('/api/broken')
    expect(answer).toMatchObject({ status: 500, json: { error: { code: 'internal' } } })
    expect(answer.text).not.toContain('secret detail')
    expect(answer.headers.get('x-request-id')).toBe(answer.json.error.requestId)
    expect(error).toHaveBeenCalledTimes(1)
    expect(error.mock.calls[0]![0]).toMatchObject({
      requestId: answer.json.error.requestId,
      path: '/api/broken',
    })
    error.mockRestore()
  })
})

describe('without the counter', () => {
  it('passwords and codes are not tried, and reading goes on', async () => {
    const consume = vi.spyOn(getLiveCache(), 'consume').mockRejectedValue(new Error('the cache is away'))
    const login = await client.post('/api/auth/login', { email: 'a@example.org', password: 'long enough' })
    expect(login).toMatchObject({ status: 503, json: { error: { code: 'unavailable' } } })
    expect(login.headers.get('retry-after')).toBeTruthy()
    expect((await client.post('/api/auth/verify', { email: 'a@example.org', code: '123456' })).status).toBe(
      503,
    )
    expect((await client.get('/api/me')).status).toBe(200)
    consume.mockRestore()
  })
})

describe('operations', () => {
  it('counts requests by the template of their route', async () => {
    await client.delete('/api/me/tokens/0193f6a0-0000-7000-8000-000000000000')
    const { text, headers } = await client.get('/metrics')
    expect(headers.get('content-type')).toContain('text/plain')
    expect(text).toMatch(
      /clipway_http_request_seconds_count\{route="\/api\/me\/tokens\/:id",method="DELETE",status="404"\} \d+/,
    )
    expect(text).toContain('clipway_nodejs_eventloop_lag_seconds')
    expect(text).not.toContain('0193f6a0')
  })

  it('says that it is alive, and what it waits for', async () => {
    expect(await client.get('/healthz')).toMatchObject({ status: 200, json: { status: 'ok' } })
    const ready = await client.get('/readyz')
    expect(ready.json.checks).toEqual({
      start: 'failed',
      database: 'ok',
      sql: 'ok',
      cache: 'ok',
      objectStore: 'ok',
    })
    expect(ready.status).toBe(503)
  })

  it('sends the headers that protect every answer', async () => {
    const { headers } = await client.get('/api/me')
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'permissions-policy': expect.stringContaining('fullscreen=(self)'),
    })
    expect(headers.has('strict-transport-security')).toBe(false)
  })

  it('spares scripts what browsers ask of documents alone, and nothing else', async () => {
    const script = await client.get('/_nuxt/Ab-c_1.js')
    expect(script.headers.get('x-content-type-options')).toBe('nosniff')
    expect(script.headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(script.headers.has('permissions-policy')).toBe(false)
    for (const path of ['/_nuxt/page.html', '/_nuxt/../api/me.js', '/api/me?x=/_nuxt/a.js', '/_nuxt/a.svg'])
      expect((await client.get(path)).headers.get('x-frame-options'), path).toBe('DENY')
  })

  it('has a budget for every class but bytes and health', () => {
    const unlimited = Object.entries(RATE_BUDGETS).filter(([, budget]) => budget === null)
    expect(unlimited.map(([name]) => name)).toEqual(['none'])
  })
})
