import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import '../../../server/all-models.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { accountsSql } from '../../../server/accounts/tables.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore, getObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { Notification } from '../../../server/notifications/notification.model.ts'
import { DataExport } from '../../../server/personal-data/data-export.model.ts'
import {
  failDataExport,
  makeDataExport,
  sweepDataExports,
} from '../../../server/personal-data/make-export.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { somebody } from '../../support/entered-person.ts'
import { readZip } from '../../support/read-zip.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'
import { publishedVideo } from '../../support/videos.ts'

let databases: TestDatabases
let server: ServedEndpoints
const live = new AbortController().signal
const enter = () => somebody(server.url, databases.dataDir)

beforeAll(async () => {
  databases = await startDatabases(
    { ...accountMigrations, ...auditMigrations },
    { RATE_LIMIT_SCALE: '100', MIN_FREE_DISK_BYTES: '1' },
  )
  server = await serveEndpoints(['/api/auth', '/api/me'])
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})

/** Does what the worker would. */
async function makeNewest(userId: string): Promise<string> {
  const { _id } = (await DataExport.findOne({ userId }).sort({ _id: -1 }))!
  await makeDataExport(_id.toHexString(), live, async () => undefined)
  return _id.toHexString()
}

async function download(url: string, cookie: string): Promise<Map<string, Buffer>> {
  const answer = await fetch(`${url}/api/me/export`, { headers: { cookie } })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('application/zip')
  expect(answer.headers.get('cache-control')).toBe('private, no-store')
  return readZip(Buffer.from(await answer.arrayBuffer()))
}

const rowsOf = (files: Map<string, Buffer>, name: string) =>
  files.get(`${name}.jsonl`)!.toString().split('\n').filter(Boolean).map((line) => JSON.parse(line)) // prettier-ignore

describe('an export', () => {
  it('is asked for, says how far it is, and is a zip of JSON Lines then', async () => {
    const { client, person, id } = await enter()
    await client.post('/api/me/tokens', { name: 'backup', scopes: ['read'] })
    const video = await publishedVideo(id, { title: 'Bees — “spring”' })
    await publishedVideo((await enter()).id, { title: 'Not mine', visibility: 'private' })
    expect(await client.get('/api/me/export')).toMatchObject({ status: 404, json: { state: 'none' } })
    expect(await client.post('/api/me/export', {})).toMatchObject({ status: 202, json: { state: 'waiting' } })
    expect(await client.get('/api/me/export')).toMatchObject({ status: 202, json: { progress: 0 } })
    await makeNewest(id)
    expect((await client.get('/api/me/export/status')).json).toMatchObject({
      state: 'done',
      progress: 1,
      downloadURL: '/api/me/export',
      sizeBytes: expect.any(Number),
    })

    const files = await download(server.url, client.cookieHeader())
    expect(rowsOf(files, 'profile')).toMatchObject([{ id, username: person.username, email: person.email }])
    expect(rowsOf(files, 'sessions')).toHaveLength(1)
    expect(rowsOf(files, 'api-tokens')).toMatchObject([{ name: 'backup', scopes: ['read'] }])
    expect(rowsOf(files, 'videos')).toMatchObject([{ id: video._id.toHexString(), title: 'Bees — “spring”' }])
    expect(rowsOf(files, 'actions').map(({ action }) => action)).toContain('EXPORT_DATA')
    expect([...files.keys()].filter((path) => path.startsWith('videos/'))).toEqual([])
    expect(await Notification.countDocuments({ userId: id, kind: 'data_export_ready' })).toBe(1)
  })

  it('holds no secret, and nobody else', async () => {
    const [me, other] = [await enter(), await enter()]
    const token = await me.client.post('/api/me/tokens', { name: 'script', scopes: ['read'] })
    await me.client.post('/api/me/export', {})
    await makeNewest(me.id)
    const files = await download(server.url, me.client.cookieHeader())
    const text = [...files.values()].join('\n')
    const secrets = await accountsSql()
      .selectFrom('accounts')
      .innerJoin('sessions', 'sessions.account_id', 'accounts.id')
      .innerJoin('api_tokens', 'api_tokens.account_id', 'accounts.id')
      .select(['accounts.password_hash', 'sessions.id as session', 'api_tokens.token_hash'])
      .where('accounts.id', '=', me.id)
      .executeTakeFirstOrThrow()
    for (const secret of [...Object.values(secrets), token.json.token, other.id, other.person.email])
      expect(text).not.toContain(secret)
  })

  it('has the uploaded files only when asked, under names that are safe anywhere', async () => {
    const { client, id } = await enter()
    const { source, _id } = await publishedVideo(id)
    await publishedVideo(id, {
      source: { ...source, filename: '../../etc/päss wd.mp4' },
      uuid: '22222222-2222-4222-8222-222222222222',
    })
    await client.post('/api/me/export', { includesVideos: true })
    await makeNewest(id)
    const files = await download(server.url, client.cookieHeader())
    const paths = [...files.keys()].filter((path) => path.startsWith('videos/'))
    expect(paths).toEqual([`videos/${_id.toHexString()}-bees.mp4`, expect.stringMatching(/^videos\/[0-9a-f]{24}-etc_päss_wd\.mp4$/)]) // prettier-ignore
    expect(files.get(paths[0]!)!.toString()).toBe('original')
  })

  it('is made one at a time, of two asked for at once as well', async () => {
    const { client, id } = await enter()
    const answers = await Promise.all([1, 2, 3].map(() => client.post('/api/me/export', {})))
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409])
    await makeNewest(id)
    expect((await client.post('/api/me/export', {})).status).toBe(202)
  })

  it('that was cut is made again, and one that cannot be made says so and lets another begin', async () => {
    const { client, id } = await enter()
    await client.post('/api/me/export', {})
    const cut = new AbortController()
    const { _id, objectKey } = (await DataExport.findOne({ userId: id }))!
    await expect(
      makeDataExport(_id.toHexString(), cut.signal, async () => cut.abort(new Error('shutting down'))),
    ).rejects.toThrow()
    expect(await getObjectStore().stat(objectKey)).toBeNull()
    expect((await client.get('/api/me/export')).status).toBe(202)
    await failDataExport(_id.toHexString())
    expect((await client.get('/api/me/export/status')).json).toMatchObject({ state: 'failed' })
    expect((await client.post('/api/me/export', {})).status).toBe(202)
    await makeNewest(id)
    expect((await client.get('/api/me/export/status')).json).toMatchObject({ state: 'done' })
  })

  it('goes after seven days, and the one before with the next', async () => {
    const { client, id } = await enter()
    await client.post('/api/me/export', {})
    const first = await makeNewest(id)
    await client.post('/api/me/export', {})
    const second = await makeNewest(id)
    await sweepDataExports()
    const left = await DataExport.find({ userId: id }).lean()
    expect(left.map(({ _id }) => _id.toHexString())).toEqual([second])
    expect(first).not.toBe(second)
    await sweepDataExports(new Date(Date.now() + 8 * 24 * 3600_000))
    expect((await client.get('/api/me/export')).status).toBe(404)
    const keys = []
    for await (const { key } of getObjectStore().list('exports/')) keys.push(key)
    expect(keys).not.toContain(left[0]!.objectKey)
  })

  it('asks for a session and takes no unknown keys', async () => {
    const { client } = await enter()
    expect((await fetch(`${server.url}/api/me/export`)).status).toBe(401)
    expect((await client.post('/api/me/export', { userId: '0'.repeat(24) })).status).toBe(422)
    expect((await client.post('/api/me/export', { includesVideos: { $gt: '' } })).status).toBe(400)
  })
})
