import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountMigrations } from '../../server/accounts/migrations.ts'
import { auditMigrations } from '../../server/audit/tables.ts'
import { closeQueue, getQueue } from '../../server/adapters/queue/index.ts'
import '../../server/uploads/upload-lock.model.ts'
import '../../server/uploads/upload.model.ts'
import '../../server/videos/video.model.ts'
import { startDatabases, type TestDatabases } from '../support/databases.ts'
import { forkUploads } from '../support/fork-uploads.ts'
import { serveEndpoints, type ServedEndpoints } from '../support/serve-endpoints.ts'
import { makeAccount } from '../support/token.ts'
import { TusClient, encodeMetadata } from '../support/tus.ts'

const MB = 1024 * 1024
const MAX_BYTES = 64 * MB

let databases: TestDatabases
let served: ServedEndpoints
let tus: TusClient
let somebodyElse: TusClient

beforeAll(async () => {
  databases = await startDatabases(
    { ...accountMigrations, ...auditMigrations },
    { UPLOAD_MAX_BYTES: String(MAX_BYTES), MIN_FREE_DISK_BYTES: '1' },
  )
  served = await serveEndpoints(['/api/uploads'])
  tus = new TusClient(served.url, (await makeAccount()).token)
  somebodyElse = tus.as((await makeAccount()).token)
})
afterAll(async () => {
  await served.stop()
  await closeQueue(0)
  await databases.stop()
})

const bytesOnDisk = (id: string) => readFile(join(databases.dataDir, 'uploads', id))

describe('tus core', () => {
  it('says what it can do', async () => {
    const answer = await tus.send('OPTIONS', '/api/uploads')
    expect(answer.status).toBe(204)
    expect(answer.headers).toMatchObject({
      'tus-resumable': '1.0.0',
      'tus-version': '1.0.0',
      'tus-extension': 'creation,creation-with-upload,termination,expiration',
      'tus-max-size': String(MAX_BYTES),
    })
  })

  it('asks for the protocol version', async () => {
    for (const [method, path] of [
      ['POST', '/api/uploads'],
      ['HEAD', `/api/uploads/${await tus.create(10)}`],
    ] as const) {
      for (const version of [undefined, '0.2.2']) {
        const answer = await tus.send(method, path, {
          'tus-resumable': version,
          'upload-length': '5',
          'upload-metadata': encodeMetadata({ filename: 'a.mp4' }),
        })
        expect([400, 412]).toContain(answer.status)
      }
    }
  })

  it('takes bytes and says where it stands, not to be cached', async () => {
    const content = randomBytes(3000)
    const id = await tus.create(3000, { title: 'Lesson' })
    const first = await tus.patch(id, 0, content.subarray(0, 1000))
    expect([first.status, first.headers['upload-offset']]).toEqual([204, '1000'])
    const head = await tus.send('HEAD', `/api/uploads/${id}`)
    expect(head.status).toBe(200)
    expect(head.headers).toMatchObject({
      'upload-offset': '1000',
      'upload-length': '3000',
      'cache-control': 'no-store',
      'upload-metadata': encodeMetadata({ filename: 'lesson.mp4', title: 'Lesson' }),
    })
    expect((await tus.patch(id, 1000, content.subarray(1000))).status).toBe(204)
    expect(await bytesOnDisk(id)).toEqual(content)
    expect(await tus.offset(id)).toBe(3000)
  })

  it.each([
    ['another offset', 5, 409],
    ['one beyond', 11, 409],
    ['a negative offset', '-1', 400],
    ['no number', '0x0', 400],
    ['something after the number', '0abc', 400],
    ['a fraction', '0.5', 400],
  ])('refuses bytes at %s and keeps the file as it was', async (_case, offset, status) => {
    const id = await tus.create(10)
    expect((await tus.patch(id, offset, Buffer.from('hello'))).status).toBe(status)
    expect(await tus.offset(id)).toBe(0)
  })

  it('refuses bytes without an offset, or of another type', async () => {
    const id = await tus.create(10)
    const path = `/api/uploads/${id}`
    const type = 'application/offset+octet-stream'
    expect((await tus.send('PATCH', path, { 'content-type': type }, 'hello')).status).toBe(400)
    expect((await tus.send('PATCH', path, { 'upload-offset': '0' }, 'hello')).status).toBe(415)
    expect(
      (await tus.send('PATCH', path, { 'upload-offset': '0', 'content-type': 'video/mp4' }, 'hello')).status,
    ).toBe(415)
    expect(await tus.offset(id)).toBe(0)
  })

  it('refuses more bytes than were announced, said or streamed', async () => {
    const id = await tus.create(10)
    expect((await tus.patch(id, 0, randomBytes(11))).status).toBe(413)
    expect(await tus.offset(id)).toBe(0)
    const streamed = tus.openPatch(id, 0, { 'transfer-encoding': 'chunked' })
    const answered = once(streamed, 'response')
    streamed.end(randomBytes(5000))
    const [response] = await answered
    expect(response.statusCode).toBe(413)
    expect(await tus.offset(id)).toBeLessThanOrEqual(10)
  })

  it('keeps what arrived before the line was cut, and goes on from there', async () => {
    const content = randomBytes(8 * MB)
    const id = await tus.create(content.length)
    const cut = tus.openPatch(id, 0, { 'content-length': String(content.length) })
    cut.on('error', () => {})
    await new Promise((resolve) => cut.write(content.subarray(0, 5 * MB), resolve))
    await sleep(200)
    cut.destroy()
    await expect.poll(() => tus.offset(id)).toBeGreaterThan(4 * MB)
    const offset = await tus.offset(id)
    expect((await tus.patch(id, offset, content.subarray(offset))).status).toBe(204)
    expect((await bytesOnDisk(id)).equals(content)).toBe(true)
  })

  it('takes no word about the method from a header', async () => {
    const id = await tus.create(10)
    const answer = await tus.send('POST', `/api/uploads/${id}`, {
      'x-http-method-override': 'PATCH',
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
    })
    expect([404, 405]).toContain(answer.status)
    expect(await tus.offset(id)).toBe(0)
  })

  it('offers its answers to no other site', async () => {
    const answer = await tus.send('OPTIONS', '/api/uploads', { origin: 'https://evil.example' })
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })
})

describe('creation', () => {
  it('answers where the upload is, as a path of this site whatever a proxy claims', async () => {
    const answer = await tus.send('POST', '/api/uploads', {
      'upload-length': '10',
      'upload-metadata': encodeMetadata({ filename: 'a.mp4' }),
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
    })
    expect(answer.status).toBe(201)
    expect(answer.headers.location).toMatch(/^\/api\/uploads\/[0-9a-f]{32}$/)
    expect(new Date(answer.headers['upload-expires'] ?? '').getTime()).toBeGreaterThan(
      Date.now() + 47 * 3600_000,
    )
  })

  it.each([
    ['no size', undefined, 400],
    ['a negative size', '-1', 400],
    ['1e3', '1e3', 400],
    ['a fraction', '1.5', 400],
    ['a size beyond all numbers', '9'.repeat(30), 400],
    ['nothing', '0', 422],
    ['one byte too many', String(MAX_BYTES + 1), 413],
  ])('refuses %s', async (_case, length, status) => {
    const answer = await tus.send('POST', '/api/uploads', {
      'upload-length': length,
      'upload-metadata': encodeMetadata({ filename: 'a.mp4' }),
    })
    expect(answer.status).toBe(status)
    if (status !== 400) expect(answer.json.error.message).toMatch(/file/i)
  })

  it('refuses a size that comes later', async () => {
    const headers = { 'upload-metadata': encodeMetadata({ filename: 'a.mp4' }), 'upload-defer-length': '1' }
    expect((await tus.send('POST', '/api/uploads', headers)).status).toBe(400)
    expect((await tus.send('POST', '/api/uploads', { ...headers, 'upload-length': '5' })).status).toBe(400)
  })

  it.each([
    ['no metadata at all', undefined, 422],
    ['no file name', encodeMetadata({ title: 'x' }), 422],
    ['a key twice', 'filename YS5tcDQ=,filename YS5tcDQ=', 400],
    ['what is no base64', 'filename a.mp4', 400],
    ['an unknown key', encodeMetadata({ filename: 'a.mp4', isAdmin: '1' }), 422],
    ['a prototype', encodeMetadata({ filename: 'a.mp4', __proto__x: '1' }), 422],
    ['a topic that is none', encodeMetadata({ filename: 'a.mp4', topic: '../x' }), 422],
    ['a visibility that is none', encodeMetadata({ filename: 'a.mp4', visibility: 'friends' }), 422],
    ['a title with hidden characters', encodeMetadata({ filename: 'a.mp4', title: 'a\u202eb' }), 422],
    ['a compression without the original', encodeMetadata({ filename: 'a.mp4', encoding: 'gzip' }), 422],
    ['a file that is no video', encodeMetadata({ filename: 'notes.txt' }), 415],
  ])('refuses %s', async (_case, metadata, status) => {
    const answer = await tus.send('POST', '/api/uploads', {
      'upload-length': '10',
      'upload-metadata': metadata,
    })
    expect(answer.status).toBe(status)
    expect(answer.json?.error?.message ?? answer.text).not.toBe('')
  })

  it('takes the first bytes with it', async () => {
    const answer = await tus.send(
      'POST',
      '/api/uploads',
      {
        'upload-length': '10',
        'upload-metadata': encodeMetadata({ filename: 'a.mp4' }),
        'content-type': 'application/offset+octet-stream',
      },
      'hello',
    )
    expect([answer.status, answer.headers['upload-offset']]).toEqual([201, '5'])
    expect(await tus.offset(answer.headers.location?.split('/').at(-1) ?? '')).toBe(5)
  })
})

describe('ownership', () => {
  it('gives the same 404 for what is missing and for what is somebody else\u2019s, on every verb', async () => {
    const id = await tus.create(10)
    const missing = '0'.repeat(32)
    for (const [method, headers] of [
      ['HEAD', {}],
      ['PATCH', { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }],
      ['DELETE', {}],
      ['GET', {}],
    ] as const) {
      const theirs = await somebodyElse.send(method, `/api/uploads/${id}`, headers, '')
      const none = await tus.send(method, `/api/uploads/${missing}`, headers, '')
      expect([method, theirs.status, none.status]).toEqual([method, 404, 404])
      expect(theirs.json?.error?.message).toBe(none.json?.error?.message)
    }
    const details = { 'content-type': 'application/json' }
    expect(
      (await somebodyElse.send('PUT', `/api/uploads/${id}/details`, details, '{"title":"x"}')).status,
    ).toBe(404)
    expect(await tus.offset(id)).toBe(0)
    expect((await somebodyElse.list()).json.items).toEqual([])
  })

  it('takes the upload from the path alone, never from the query', async () => {
    const id = await tus.create(5)
    const mine = await somebodyElse.create(5)
    const answer = await somebodyElse.send(
      'PATCH',
      `/api/uploads/${mine}?x=/${id}`,
      { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      'hello',
    )
    expect(answer.status).toBe(422)
    expect(await tus.offset(id)).toBe(0)
  })

  it.each(['..%2f..%2fetc%2fpasswd', '%2e%2e', 'x'.repeat(300), '%00', 'a.json'])(
    'answers 404 for the id %s',
    async (id) => {
      expect((await tus.send('HEAD', `/api/uploads/${id}`)).status).toBe(404)
    },
  )

  it('asks for a session', async () => {
    const id = await tus.create(10)
    const nobody = { authorization: undefined }
    expect((await tus.send('HEAD', `/api/uploads/${id}`, nobody)).status).toBe(401)
    expect((await tus.send('POST', '/api/uploads', nobody)).status).toBe(401)
    expect((await tus.send('GET', '/api/uploads', nobody)).status).toBe(401)
  })
})

describe('the end of an upload', () => {
  it('asks once for the finish step, however often the end is acknowledged', async () => {
    const id = await tus.create(5)
    expect((await tus.patch(id, 0, Buffer.from('hello'))).status).toBe(204)
    for (let again = 0; again < 3; again++) expect((await tus.patch(id, 5, Buffer.alloc(0))).status).toBe(204)
    const jobs = await getQueue().find({ name: 'finish-upload' })
    expect(jobs.filter((job) => job.key === `finish-upload:${id}`)).toHaveLength(1)
    const { items } = (await tus.list()).json
    expect(items[0]).toMatchObject({ id, state: 'finishing', sizeBytes: 5, offsetBytes: 5, videoId: null })
  })

  it('asks for the finish step when a server was killed just before it did, as soon as the client looks', async () => {
    const id = await tus.create(5)
    await writeFile(join(databases.dataDir, 'uploads', id), 'hello') // as the killed one left it
    expect(await tus.offset(id)).toBe(5)
    const jobs = await getQueue().find({ name: 'finish-upload' })
    expect(jobs.filter((job) => job.key === `finish-upload:${id}`)).toHaveLength(1)
  })

  it('cannot be given up any more once it is complete', async () => {
    const id = await tus.create(5)
    await tus.patch(id, 0, Buffer.from('hello'))
    expect((await tus.send('DELETE', `/api/uploads/${id}`)).status).toBe(409)
    expect(await tus.offset(id)).toBe(5)
  })

  it('gives one up with its bytes', async () => {
    const id = await tus.create(10)
    await tus.patch(id, 0, Buffer.from('hello'))
    expect((await tus.send('DELETE', `/api/uploads/${id}`)).status).toBe(204)
    expect(await tus.offset(id)).toBe(-404)
    await expect(bytesOnDisk(id)).rejects.toThrow('ENOENT')
  })
})

describe('two at once', () => {
  it('lets one of eight have the offset', async () => {
    const id = await tus.create(MB)
    const writers = Array.from({ length: 8 }, (_, index) => Buffer.alloc(MB, index))
    const answers = await Promise.all(writers.map((content) => tus.patch(id, 0, content)))
    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array<number>(7).fill(409)])
    const winner = answers.findIndex(({ status }) => status === 204)
    expect((await bytesOnDisk(id)).equals(writers[winner] ?? Buffer.alloc(0))).toBe(true)
  })

  it('holds across processes: one winner, never bytes of both', async () => {
    const other = await forkUploads(databases.env)
    try {
      for (let round = 0; round < 12; round++) {
        const id = await tus.create(2 * MB)
        const [here, there] = [Buffer.alloc(2 * MB, 1), Buffer.alloc(2 * MB, 2)]
        const answers = await Promise.all([tus.patch(id, 0, here), tus.at(other.url).patch(id, 0, there)])
        expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
        const winner = answers[0]?.status === 204 ? here : there
        expect((await bytesOnDisk(id)).equals(winner)).toBe(true)
      }
    } finally {
      await other.signal('SIGKILL')
    }
  })

  it('takes over at once from a process that was killed in the middle, and loses nothing it had', async () => {
    const other = await forkUploads(databases.env)
    const content = randomBytes(6 * MB)
    const id = await tus.create(content.length)
    const dying = tus.at(other.url).openPatch(id, 0, { 'content-length': String(content.length) })
    dying.on('error', () => {})
    await new Promise((resolve) => dying.write(content.subarray(0, 4 * MB), resolve))
    await sleep(300)
    await other.signal('SIGKILL')
    const startedAt = performance.now()
    const offset = await tus.offset(id)
    expect(performance.now() - startedAt).toBeLessThan(1500)
    expect(offset).toBeGreaterThan(3 * MB)
    expect((await tus.patch(id, offset, content.subarray(offset))).status).toBe(204)
    expect((await bytesOnDisk(id)).equals(content)).toBe(true)
  })

  it('gets an upload from a connection that hangs', async () => {
    const content = randomBytes(2 * MB)
    const id = await tus.create(content.length)
    const hanging = tus.openPatch(id, 0, { 'content-length': String(content.length) })
    hanging.on('error', () => {})
    await new Promise((resolve) => hanging.write(content.subarray(0, MB), resolve))
    await sleep(200)
    const offset = await tus.offset(id)
    expect(offset).toBeGreaterThan(0)
    expect((await tus.patch(id, offset, content.subarray(offset))).status).toBe(204)
    hanging.destroy()
    expect((await bytesOnDisk(id)).equals(content)).toBe(true)
  })

  it('cuts a frozen process off, so that its late bytes reach nobody', async () => {
    const other = await forkUploads(databases.env)
    const frozen = Buffer.alloc(4 * MB, 1)
    const id = await tus.create(frozen.length)
    const late = tus.at(other.url).openPatch(id, 0, { 'content-length': String(frozen.length) })
    late.on('error', () => {})
    await new Promise((resolve) => late.write(frozen.subarray(0, MB), resolve))
    await sleep(300)
    await other.signal('SIGSTOP')
    try {
      const offset = await tus.offset(id)
      expect(offset).toBeGreaterThan(0)
      const rest = Buffer.alloc(frozen.length - offset, 2)
      expect((await tus.patch(id, offset, rest)).status).toBe(204)
      await other.signal('SIGCONT')
      late.end(frozen.subarray(MB))
      await sleep(1500)
      const stored = await bytesOnDisk(id)
      expect(stored.subarray(0, offset).equals(frozen.subarray(0, offset))).toBe(true)
      expect(stored.subarray(offset).equals(rest)).toBe(true)
    } finally {
      await other.signal('SIGKILL')
    }
  })
})
