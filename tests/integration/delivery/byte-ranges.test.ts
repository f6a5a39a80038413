import { createHash, randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore, getObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { guestClient } from '../../support/guests.ts'
import { open, rawRequest } from '../../support/raw-http.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'
import { publishedVideo, userActor } from '../../support/videos.ts'

const BYTES = randomBytes(3_000_000)
let databases: TestDatabases
let server: ServedEndpoints
let url: string
let cookie: string

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations })
  server = await serveEndpoints(['/cdn'])
  cookie = (await guestClient(server.url)).cookieHeader()
  const video = await publishedVideo(userActor().userId, {}, BYTES)
  url = `${server.url}/cdn/${video.uuid}/pack?r=1`
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})

const get = (headers: Record<string, string> = {}, method = 'GET', address = url) =>
  rawRequest(address, { cookie, ...headers }, method)

describe('the pack', () => {
  it('is given whole, with what is needed to ask for parts of it', async () => {
    const answer = await get()
    expect(answer.status).toBe(200)
    expect(answer.body.equals(BYTES)).toBe(true)
    expect(answer.headers).toMatchObject({
      'accept-ranges': 'bytes',
      'content-length': String(BYTES.length),
      'content-type': 'video/mp4',
      etag: `"${createHash('sha256').update(BYTES).digest('hex').slice(0, 32)}"`,
    })
  })

  it('is given in any range, byte for byte', async () => {
    const position = fc.nat({ max: BYTES.length - 1 })
    await fc.assert(
      fc.asyncProperty(position, position, async (a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)]
        const answer = await get({ range: `bytes=${start}-${end}` })
        expect(answer.status).toBe(206)
        expect(answer.headers['content-range']).toBe(`bytes ${start}-${end}/${BYTES.length}`)
        expect(answer.headers['content-length']).toBe(String(end - start + 1))
        expect(answer.body.equals(BYTES.subarray(start, end + 1))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('answers 416 with its size for what lies beyond it', async () => {
    for (const range of [`bytes=${BYTES.length}-`, 'bytes=-0']) {
      const answer = await get({ range })
      expect(answer.status).toBe(416)
      expect(answer.headers['content-range']).toBe(`bytes */${BYTES.length}`)
      expect(answer.headers['cache-control']).toBe('no-store')
    }
  })

  it('answers several ranges with the whole', async () => {
    const answer = await get({ range: 'bytes=0-1,5-6' })
    expect([answer.status, answer.body.length]).toEqual([200, BYTES.length])
  })

  it('is not sent again to who has it', async () => {
    const { etag } = (await get({ range: 'bytes=0-0' })).headers
    const answer = await get({ 'if-none-match': etag!, range: 'bytes=0-0' })
    expect([answer.status, answer.body.length]).toEqual([304, 0])
    expect(answer.headers.etag).toBe(etag)
    expect(answer.headers['cache-control']).toContain('immutable')
  })

  it('gives the range only of the very bytes that the client began with', async () => {
    const { etag } = (await get({ range: 'bytes=0-0' })).headers
    expect((await get({ 'if-range': etag!, range: 'bytes=0-9' })).status).toBe(206)
    expect((await get({ 'if-range': '"other"', range: 'bytes=0-9' })).status).toBe(200)
    expect((await get({ 'if-match': '"other"', range: 'bytes=0-9' })).status).toBe(412)
  })

  it('tells its size without its bytes', async () => {
    const answer = await get({ range: 'bytes=0-9' }, 'HEAD')
    expect([answer.status, answer.body.length]).toEqual([200, 0])
    expect(answer.headers['content-length']).toBe(String(BYTES.length))
    expect((await get({}, 'HEAD', url.replace('r=1', 'r=7'))).status).toBe(404)
  })

  it('never answers 500, whatever the headers and the address say', async () => {
    const small = await publishedVideo(userActor().userId)
    const address = `${server.url}/cdn/${small.uuid}/pack?r=1`
    const text = fc.string({ unit: fc.constantFrom(...'bytes=-,0123456789"*W/ \t;xé'), maxLength: 300 })
    const name = fc.constantFrom('range', 'if-range', 'if-none-match', 'if-match', 'if-modified-since', 'accept-encoding')
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, text), { maxLength: 3 }), async (headers) => {
        const answer = await get(Object.fromEntries(headers), 'GET', address)
        expect([200, 206, 304, 412, 416]).toContain(answer.status)
      }),
      { numRuns: 100 },
    )
    const addresses = ['..%2f..%2fpack', '%2e%2e', 'pack%00', 'pack?r=0', 'pack?r=-1', 'pack?r=1e9', 'pack?r=1&r=2', 'pack?part=99', 'pack?x=1', '720p.m3u8', 'master.m3u8?r=2', '.m3u8', 'captions?language=..%2f', 'a'.repeat(5000)] // prettier-ignore
    for (const wrong of addresses) {
      const { status } = await get({}, 'GET', address.replace('pack?r=1', wrong))
      expect([400, 404, 422], wrong).toContain(status)
    }
    expect((await get({}, 'GET', `${server.url}/cdn/not-a-uuid/pack`)).status).toBe(400)
  }) // prettier-ignore

  it('cuts the connection rather than leave a client waiting for bytes that are gone', async () => {
    const video = await publishedVideo(userActor().userId, {}, BYTES)
    await getObjectStore().put(`videos/${video.uuid}`, BYTES.subarray(0, 1000), { contentType: 'video/mp4' })
    const address = `${server.url}/cdn/${video.uuid}/pack?r=1`
    await expect(get({ range: 'bytes=0-1999' }, 'GET', address)).rejects.toThrow()
    expect((await get({ range: 'bytes=5000-5999' }, 'GET', address)).status).toBe(416)
    await getObjectStore().remove(`videos/${video.uuid}`)
    expect((await get({ range: 'bytes=0-1999' }, 'GET', address)).status).toBe(404)
  })

  it('leaves no file open when clients go away', async () => {
    const openFiles = () => readdirSync('/proc/self/fd').length
    await get()
    const before = openFiles()
    for (let turn = 0; turn < 40; turn++) {
      const response = await open(url, { cookie })
      response.once('error', () => undefined).destroy()
    }
    for (let wait = 0; wait < 50 && openFiles() > before; wait++) await sleep(50)
    expect(openFiles()).toBeLessThanOrEqual(before)
    expect((await get({ range: 'bytes=0-9' })).status).toBe(206)
  })
})
