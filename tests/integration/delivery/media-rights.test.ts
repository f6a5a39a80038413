import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { accountsSql } from '../../../server/accounts/tables.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore, getObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { attachArtwork } from '../../../server/videos/advance-video.ts'
import { attachAnalysis } from '../../../server/videos/settle-analysis.ts'
import { createVideo } from '../../../server/videos/create-video.ts'
import type { VideoDocument } from '../../../server/videos/video.model.ts'
import { enter } from '../../support/accounts.ts'
import { BrowserClient, type Answer } from '../../support/browser-client.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { guestClient } from '../../support/guests.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'
import { createInput, publishedVideo } from '../../support/videos.ts'

let databases: TestDatabases
let server: ServedEndpoints
let admin: BrowserClient
let owner: BrowserClient
let other: BrowserClient
let guest: BrowserClient
let ownerId: string
const nobody = () => new BrowserClient(server.url)
/** A text that no answer to the wrong person may hold. */
const CANARY = randomBytes(16).toString('hex')
const BYTES = Buffer.alloc(50_000, CANARY)

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '100' })
  server = await serveEndpoints(['/api/auth', '/api/me', '/api/videos', '/cdn'])
  const people = [nobody(), nobody(), nobody()] as const
  for (const person of people) await enter(person, databases.dataDir)
  ;[admin, owner, other] = people
  ownerId = (await owner.get('/api/me')).json.id
  guest = await guestClient(server.url)
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})

async function tokenOf(client: BrowserClient, ...scopes: string[]): Promise<Record<string, string>> {
  const made = await client.post('/api/me/tokens', { name: 'player', scopes })
  expect(made.status).toBe(201)
  return { authorization: `Bearer ${made.json.token}` }
}

/** Everything of one video that has bytes. */
async function fullVideo(visibility: 'public' | 'private'): Promise<VideoDocument> {
  const video = await publishedVideo(
    ownerId,
    { visibility, title: visibility === 'private' ? CANARY : 'Open' },
    BYTES,
  )
  const put = async (name: string, contentType: string) =>
    (await getObjectStore().put(`artwork/${video.uuid}/${name}`, Buffer.from(CANARY), { contentType })).key
  await attachArtwork(video._id.toHexString(), {
    posterKey: await put('poster.jpg', 'image/jpeg'),
    previewKey: await put('preview.mp4', 'video/mp4'),
    storyboard: { objectKey: await put('storyboard.jpg', 'image/jpeg'), tileWidth: 160, tileHeight: 90, columns: 2, count: 2, intervalSeconds: 4 },
    captions: [{ language: 'pl', label: 'Polski', objectKey: await put('captions-pl.vtt', 'text/vtt') }],
  }) // prettier-ignore
  await attachAnalysis(video._id.toHexString(), {
    waveformKey: await put('waveform.json', 'application/json'),
    signals: { sceneCuts: [], silences: [], blacks: [], energy: [], secondsPerEnergy: 1 },
  })
  return video
}

const FILES = ['master.m3u8', '360p.m3u8', '360p.m3u8?r=1', 'pack', 'pack?r=1', 'poster', 'preview', 'storyboard', 'storyboard.jpg', 'captions', 'captions?language=pl', 'waveform'] // prettier-ignore

async function statuses(client: BrowserClient, video: { uuid: string }, headers = {}): Promise<number[]> {
  const answers = await Promise.all(FILES.map((file) => client.get(`/cdn/${video.uuid}/${file}`, headers)))
  return [...new Set(answers.map((answer) => answer.status))]
}

/** Two answers that nobody can tell apart, but for the request's id. */
/** Without what differs between any two answers. */
function shape(answer: Answer) {
  const headers = [...answer.headers].filter(([name]) => name !== 'date' && name !== 'x-request-id')
  return { status: answer.status, headers, text: answer.text.replace(/"requestId":"[^"]*"/, '') }
}

describe('a public video', () => {
  let video: VideoDocument
  beforeEach(async () => {
    video = await fullVideo('public')
  })

  it('is given to everybody who has a session or a token, and to nobody else', async () => {
    for (const client of [owner, other, admin, guest]) expect(await statuses(client, video)).toEqual([200])
    expect(await statuses(nobody(), video, await tokenOf(other, 'read'))).toEqual([200])
    expect(await statuses(nobody(), video)).toEqual([401])
    expect(await statuses(other, video, { authorization: 'Bearer clipway_nonsense' })).toEqual([401])
  })

  it('may be kept for ever where the address names the revision, and only there', async () => {
    const caching = async (file: string) => {
      return (await guest.get(`/cdn/${video.uuid}/${file}`)).headers.get('cache-control')
    }
    expect(await caching('pack?r=1')).toBe('public, max-age=31536000, immutable')
    expect(await caching('360p.m3u8?r=1')).toBe('public, max-age=31536000, immutable')
    expect(await caching('pack')).toBe('public, no-cache')
    expect(await caching('master.m3u8')).toBe('public, no-cache')
    expect(await caching('poster')).toBe('public, max-age=300')
    expect(await caching('waveform')).toBe('public, max-age=31536000, immutable')
  })

  it('is refused at once, under every address, when it becomes private', async () => {
    expect(await statuses(guest, video)).toEqual([200])
    await owner.patch(`/api/videos/${video._id}`, { visibility: 'private' })
    expect(await statuses(guest, video)).toEqual([404])
    expect(await statuses(other, video)).toEqual([404])
    expect(await statuses(owner, video)).toEqual([200])
    await owner.patch(`/api/videos/${video._id}`, { visibility: 'public' })
    expect(await statuses(guest, video)).toEqual([200])
  })

  it('is refused at once to its creator too when it is deleted', async () => {
    expect(await statuses(owner, video)).toEqual([200])
    expect((await owner.delete(`/api/videos/${video._id}`)).status).toBe(204)
    expect(await statuses(owner, video)).toEqual([404])
  })

  it('is nobody else before it plays', async () => {
    const young = await createVideo(await createInput(ownerId))
    expect((await guest.get(`/api/videos/${young._id}`)).status).toBe(404)
    expect((await guest.get(`/api/videos/${young._id}/status`)).status).toBe(404)
    expect((await owner.get(`/api/videos/${young._id}/status`)).json).toEqual({
      state: 'preparing',
      progress: 0,
      renditions: [],
    })
  })
})

describe('a private video', () => {
  let video: VideoDocument
  beforeAll(async () => {
    video = await fullVideo('private')
  })

  it('is given to its creator, to their token, and to admins', async () => {
    expect(await statuses(owner, video)).toEqual([200])
    expect(await statuses(admin, video)).toEqual([200])
    expect(await statuses(nobody(), video, await tokenOf(owner, 'read'))).toEqual([200])
  })

  it('is never kept by anything in between', async () => {
    for (const file of FILES) {
      const answer = await owner.get(`/cdn/${video.uuid}/${file}`)
      expect(answer.headers.get('cache-control')).toBe('private, no-store')
    }
  })

  it('answers everybody else as if it did not exist, to the letter', async () => {
    const missing = { uuid: randomUUID(), _id: 'f'.repeat(24) }
    for (const [client, headers] of [[other, {}], [guest, {}], [nobody(), await tokenOf(other, 'read')]] as const) {
      for (const file of FILES) {
        const hidden = await client.get(`/cdn/${video.uuid}/${file}`, headers)
        expect(shape(hidden)).toEqual(shape(await client.get(`/cdn/${missing.uuid}/${file}`, headers)))
        expect(hidden.status).toBe(404)
      }
      for (const path of ['', '/status']) {
        const hidden = await client.get(`/api/videos/${video._id}${path}`, headers)
        expect(shape(hidden)).toEqual(shape(await client.get(`/api/videos/${missing._id}${path}`, headers)))
        expect(hidden.status).toBe(404)
      }
    }
    for (const change of [() => other.delete(`/api/videos/${video._id}`), () => other.patch(`/api/videos/${video._id}`, { title: 'x' })]) {
      expect((await change()).status).toBe(404)
    }
  }) // prettier-ignore

  it('leaves no trace of itself in any list or answer to others', async () => {
    for (const client of [other, guest]) {
      const answers = [
        await client.get('/api/videos?limit=100'),
        await client.get(`/api/videos/${video._id}`),
      ]
      for (const answer of answers) {
        for (const secret of [CANARY, video.uuid, video._id.toHexString()])
          expect(answer.text).not.toContain(secret)
      }
    }
  })

  it('is refused with a session that has ended, a token that was revoked, and a role that was taken', async () => {
    const brief = nobody()
    const person = await enter(brief, databases.dataDir)
    const id = (await brief.get('/api/me')).json.id
    const own = await publishedVideo(id, { visibility: 'private' }, BYTES)
    const replayed = { cookie: brief.cookieHeader() }
    const made = await brief.post('/api/me/tokens', { name: 'p', scopes: ['read'] })
    const token = { authorization: `Bearer ${made.json.token}` }
    const pack = `/cdn/${own.uuid}/pack?r=1`
    expect((await nobody().get(pack, token)).status).toBe(200)
    await brief.delete(`/api/me/tokens/${made.json.id}`)
    expect((await nobody().get(pack, token)).status).toBe(401)
    expect((await nobody().get(pack, replayed)).status).toBe(200)
    await brief.post('/api/auth/logout')
    expect((await nobody().get(pack, replayed)).status).toBe(401)

    const promoted = nobody()
    await promoted.post('/api/auth/login', { email: person.email, password: person.password })
    const setRole = (role: 'admin' | 'viewer') => accountsSql().updateTable('accounts').set({ role }).where('id', '=', id).execute() // prettier-ignore
    await setRole('admin')
    expect(await statuses(promoted, video)).toEqual([200])
    await setRole('viewer')
    expect(await statuses(promoted, video)).toEqual([404])
  })

  it('is refused to a token that may not read, and to an admin token without that scope', async () => {
    expect(await statuses(nobody(), video, await tokenOf(owner, 'write'))).toEqual([403])
    expect(await statuses(nobody(), video, await tokenOf(admin, 'read', 'write'))).toEqual([404])
    expect(await statuses(nobody(), video, await tokenOf(admin, 'read', 'admin'))).toEqual([200])
  })

  it('writes no secret into its playlists', async () => {
    for (const file of ['master.m3u8', '360p.m3u8']) {
      const { text } = await nobody().get(`/cdn/${video.uuid}/${file}`, await tokenOf(owner, 'read'))
      expect(text).not.toMatch(/clipway_|token|session|signature/i)
    }
  })
})
