import { createHash } from 'node:crypto'
import { deflateSync, crc32 } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { sweepPictures } from '../../../server/accounts/picture.ts'
import { User } from '../../../server/accounts/user.model.ts'
import { closeObjectStore, getObjectStore } from '../../../server/adapters/object-store/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { enter } from '../../support/accounts.ts'
import { BrowserClient } from '../../support/browser-client.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'

let databases: TestDatabases
let server: ServedEndpoints
let client: BrowserClient

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '100' })
  server = await serveEndpoints(['/api/auth', '/api/me', '/cdn/people'])
  client = new BrowserClient(server.url)
  await enter(client, databases.dataDir)
})
afterAll(async () => {
  await server.stop()
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})

function put(bytes: Buffer, contentType = 'application/octet-stream') {
  return fetch(`${server.url}/api/me/picture`, {
    method: 'PUT',
    headers: { cookie: client.cookieHeader(), 'content-type': contentType },
    body: new Uint8Array(bytes),
  })
}

async function fetchBytes(path: string): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
  const answer = await fetch(server.url + path, { headers: { cookie: client.cookieHeader() } })
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) }
}

async function storedPictures(): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of getObjectStore().list('people/')) keys.push(key)
  return keys
}

/** Left half red, right half blue. */
function halves(width: number, height: number) {
  const left = { create: { width: width / 2, height, channels: 3 as const, background: 'red' } }
  return sharp({ create: { width, height, channels: 3, background: 'blue' } }).composite([
    { input: left, left: 0, top: 0 },
  ])
}

describe('a picture', () => {
  it.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)('as %s becomes a square WebP', async (format) => {
    const answer = await put(await halves(300, 200).toFormat(format).toBuffer())
    expect(answer.status).toBe(200)
    const me = (await answer.json()) as { profilePicture: string }
    expect(me.profilePicture).toMatch(/^\/cdn\/people\/[0-9a-f-]{36}\.webp$/)
    const { status, headers, bytes } = await fetchBytes(me.profilePicture)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('image/webp')
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 512, height: 512 })
    expect(await storedPictures()).toHaveLength(1)
  })

  it('is turned the right way up and loses its metadata', async () => {
    const turned = await halves(400, 400)
      .jpeg()
      .withExif({ IFD0: { Artist: 'Somebody' }, IFD3: { GPSLatitude: '51/1 0/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .toBuffer()
    const me = (await (await put(turned)).json()) as { profilePicture: string }
    const { bytes } = await fetchBytes(me.profilePicture)
    const facts = await sharp(bytes).metadata()
    expect([facts.exif, facts.icc, facts.xmp, facts.iptc, facts.orientation]).toEqual(
      Array(5).fill(undefined),
    )
    const { data } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true })
    // 90 degrees clockwise: what was left is on top
    const pixel = (x: number, y: number) => [...data.subarray((y * 512 + x) * 3, (y * 512 + x) * 3 + 3)]
    expect(pixel(256, 20)[0]).toBeGreaterThan(200)
    expect(pixel(256, 490)[2]).toBeGreaterThan(200)
  })

  it('asks for a session, both to be set and to be seen', async () => {
    const me = (await (await put(await halves(64, 64).png().toBuffer())).json()) as { profilePicture: string }
    expect((await fetch(server.url + me.profilePicture)).status).toBe(401)
    expect((await fetch(`${server.url}/api/me/picture`, { method: 'PUT', body: 'x' })).status).toBe(401)
    expect((await fetchBytes('/cdn/people/00000000-0000-4000-8000-000000000000.webp')).status).toBe(404)
    expect((await fetchBytes('/cdn/people/..%2F..%2Fclipway.sqlite')).status).toBe(400)
  })

  it('goes with DELETE, and so do its bytes', async () => {
    await put(await halves(64, 64).png().toBuffer())
    const answer = await client.delete('/api/me/picture')
    expect(answer).toMatchObject({ status: 200, json: { profilePicture: '' } })
    expect(await storedPictures()).toEqual([])
    expect((await client.delete('/api/me/picture')).status).toBe(200)
  })

  it('of several set at once exactly one is left, with its bytes', async () => {
    const pictures = await Promise.all([30, 40, 50, 60].map((side) => halves(side, side).png().toBuffer()))
    const answers = await Promise.all(pictures.map((bytes) => put(bytes)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const { profilePicture } = (await client.get('/api/me')).json as { profilePicture: string }
    expect((await fetchBytes(profilePicture)).status).toBe(200)
    expect(await storedPictures()).toEqual([profilePicture.replace('/cdn/', '')])
  })

  it('that was stored by a process which died before showing it is swept after an hour', async () => {
    const { id } = (await client.get('/api/me')).json as { id: string }
    const stray = 'people/11111111-1111-4111-8111-111111111111.webp'
    await getObjectStore().put(stray, Buffer.from('x'), { contentType: 'image/webp' })
    await User.updateOne(
      { _id: id },
      { $addToSet: { strayPictures: stray }, $set: { strayPicturesSince: new Date() } },
    )
    await sweepPictures()
    expect(await storedPictures()).toContain(stray)
    await sweepPictures(new Date(Date.now() + 2 * 3600_000))
    expect(await storedPictures()).not.toContain(stray)
    const { profilePicture } = (await client.get('/api/me')).json as { profilePicture: string }
    expect((await fetchBytes(profilePicture)).status).toBe(200)
    expect((await User.findById(id).lean())?.strayPicturesSince).toBeUndefined()
  })
})

describe('a hostile picture', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'

  it.each([
    ['an SVG', Buffer.from(svg), 'image/svg+xml'],
    ['an SVG that says it is a PNG', Buffer.from(svg), 'image/png'],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), 'image/jpeg'],
    ['nothing', Buffer.alloc(0), 'image/png'],
    [
      'noise after the first bytes of a JPEG',
      Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), noise(5000)]),
      'image/jpeg',
    ],
    [
      'noise after the first bytes of an AVIF',
      Buffer.concat([Buffer.from('0000001c6674797061766966', 'hex'), noise(5000)]),
      'image/avif',
    ],
    ['a PDF', Buffer.from('%PDF-1.7\n'), 'application/pdf'],
  ])('%s answers 422 and changes nothing', async (_, bytes, contentType) => {
    const before = (await client.get('/api/me')).json as object
    expect((await put(bytes, contentType)).status).toBe(422)
    expect((await client.get('/api/me')).json).toEqual(before)
  })

  it('a bomb of 900 megapixels in a few kilobytes answers 413 at once', async () => {
    const startedAt = performance.now()
    expect((await put(bomb(30_000, 30_000))).status).toBe(413)
    expect(performance.now() - startedAt).toBeLessThan(5_000)
  })

  it('more than 10 MB answer 413', async () => {
    expect((await put(Buffer.alloc(10 * 1024 * 1024 + 1))).status).toBe(413)
  })

  it('a JPEG that was cut answers 422', async () => {
    const whole = await sharp(noise(300 * 300 * 3), { raw: { width: 300, height: 300, channels: 3 } })
      .jpeg()
      .toBuffer()
    expect((await put(whole.subarray(0, whole.length / 2))).status).toBe(422)
  })
})

/** The same at every run. */
function noise(length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, index) =>
    createHash('sha256').update(String(index)).digest(),
  )
  return Buffer.concat(blocks).subarray(0, length)
}

/** A valid PNG of one colour (RFC 2083, 3.2). */
function bomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([1, 0, 0, 0, 0], 8)
  const row = Buffer.alloc(1 + Math.ceil(width / 8))
  const rows = Buffer.concat(Array.from({ length: 200 }, () => row))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
