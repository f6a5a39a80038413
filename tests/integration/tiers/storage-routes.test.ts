import { randomBytes } from 'node:crypto'
import mongoose from 'mongoose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import '../../../server/all-models.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { ActionLog } from '../../../server/audit/action-log.model.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { moveVideo } from '../../../server/tiers/move-video.ts'
import { Video } from '../../../server/videos/video.model.ts'
import { enter } from '../../support/accounts.ts'
import { BrowserClient } from '../../support/browser-client.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { rawRequest } from '../../support/raw-http.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'
import { runMoves, sink, stageOf, storedVideo } from '../../support/tiers.ts'

const PIECE = 8 * 2 ** 20
const DAY_MS = 24 * 3600_000
let databases: TestDatabases
let server: ServedEndpoints
let admin: BrowserClient
let creator: BrowserClient
let other: BrowserClient
let creatorId: string

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '100' })
  server = await serveEndpoints(['/api/auth', '/api/me', '/api/videos', '/api/vault', '/api/admin'])
  const people = [1, 2, 3].map(() => new BrowserClient(server.url))
  for (const person of people) await enter(person, databases.dataDir)
  ;[admin, creator, other] = people as [BrowserClient, BrowserClient, BrowserClient]
  creatorId = (await creator.get('/api/me')).json.id
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})

const raw = (client: BrowserClient, path: string, headers: Record<string, string> = {}) =>
  rawRequest(server.url + path, { cookie: client.cookieHeader(), ...headers })

/** One that the server let go of, by a clock that is moved on. */
async function awaitedVideo(sizes?: { pack?: number }) {
  const video = await storedVideo(creatorId, sizes)
  const start = new Date()
  await sink([video.id], start)
  await moveVideo(video.id, { to: 'EXPIRING', reason: 'hardly_ever_watched', now: start })
  for (const days of [0, 16, 32]) await runMoves(new Date(start.getTime() + days * DAY_MS))
  expect(await stageOf(video.id)).toBe('AWAITING_PUSH')
  return video
}

async function give(client: BrowserClient, id: string, offset: number, bytes: Buffer) {
  const answer = await fetch(`${server.url}/api/vault/${id}?offset=${offset}`, {
    method: 'POST',
    headers: {
      cookie: client.cookieHeader(),
      origin: server.url,
      'content-type': 'application/octet-stream',
    },
    body: new Uint8Array(bytes),
  })
  return { status: answer.status, json: await answer.json() }
}

describe('the copy of a video', () => {
  it('is given to its creator from the archive, in ranges, and brings nothing back', async () => {
    const video = await storedVideo(creatorId)
    await Video.updateOne({ _id: video.id }, { title: 'Bees: “hum”/\u{1f41d}' })
    await sink([video.id])
    const path = `/api/videos/${video.id}/copy`
    const whole = await raw(creator, path)
    expect(whole.body.equals(video.pack)).toBe(true)
    expect(whole.headers['content-disposition']).toBe(
      'attachment; filename="Bees hum .mp4"; filename*=UTF-8\'\'Bees%3A%20%E2%80%9Chum%E2%80%9D%20%F0%9F%90%9D.mp4',
    )
    const part = await raw(creator, path, { range: 'bytes=1000-' })
    expect([part.status, part.body.equals(video.pack.subarray(1000))]).toEqual([206, true])
    const original = await raw(creator, `${path}?role=original`)
    expect(original.body.equals(video.original)).toBe(true)
    expect(original.headers['content-type']).toBe('application/octet-stream')
    const jobs = mongoose.connection.collection('jobs')
    expect(await jobs.countDocuments({ name: 'restore-video', 'data.videoId': video.id })).toBe(0)
    expect((await creator.get(`/api/videos/${video.id}/storage`)).json).toMatchObject({
      stage: 'ARCHIVE',
      reason: 'rarely_watched',
      copyURL: path,
      isHeld: false,
      afterDeletion: 'soon',
    })
  })

  it('is refused to everybody else, and gone once the server let go of it', async () => {
    const video = await storedVideo(creatorId)
    expect((await other.get(`/api/videos/${video.id}/copy`)).status).toBe(403)
    expect((await other.get(`/api/videos/${video.id}/storage`)).status).toBe(403)
    const awaited = await awaitedVideo()
    expect((await creator.get(`/api/videos/${awaited.id}/copy`)).status).toBe(410)
    expect((await creator.get(`/api/videos/${awaited.id}/copy?role=original`)).status).toBe(410)
  })
})

describe('giving a copy back', () => {
  it('takes it from anybody who may watch, in pieces, and the video is there again', async () => {
    const video = await awaitedVideo({ pack: PIECE + 100_000 })
    const ask = async () => (await other.get(`/api/vault/needed?ids=${video.id}`)).json.items
    expect(await ask()).toMatchObject([{ videoId: video.id, receivedBytes: 0 }])
    expect(await give(other, video.id, 0, video.pack.subarray(0, PIECE))).toMatchObject({
      status: 200,
      json: { receivedBytes: PIECE, stage: 'AWAITING_PUSH' },
    })
    expect(await ask()).toMatchObject([{ receivedBytes: PIECE }])
    // the same piece again, as after an answer that was lost
    expect((await give(other, video.id, 0, video.pack.subarray(0, PIECE))).status).toBe(409)
    const last = give(other, video.id, PIECE, video.pack.subarray(PIECE))
    await expect
      .poll(
        async () => {
          await runMoves()
          return stageOf(video.id)
        },
        { timeout: 30_000 },
      )
      .toBe('EXPIRING')
    expect(await last).toMatchObject({ status: 200, json: { stage: 'EXPIRING' } })
    expect(await ask()).toEqual([])
  })

  it('refuses other bytes, and changes nothing', async () => {
    const video = await awaitedVideo()
    expect((await give(creator, video.id, 0, randomBytes(video.pack.length))).status).toBe(422)
    expect((await give(creator, video.id, 0, video.pack.subarray(0, 1000))).status).toBe(422)
    expect((await give(creator, video.id, 5, video.pack)).status).toBe(409)
    expect((await give(creator, video.id, 0, randomBytes(PIECE + 1))).status).toBe(413)
    expect((await give(creator, 'f'.repeat(24), 0, video.pack)).status).toBe(404)
    expect(await stageOf(video.id)).toBe('AWAITING_PUSH')
    const [needed] = (await creator.get(`/api/vault/needed?ids=${video.id}`)).json.items
    expect(needed.receivedBytes).toBe(0)
  })

  it('tells nobody of what they may not watch', async () => {
    const video = await awaitedVideo()
    await Video.updateOne({ _id: video.id }, { visibility: 'private' })
    expect((await other.get(`/api/vault/needed?ids=${video.id}`)).json.items).toEqual([])
    expect((await give(other, video.id, 0, video.pack)).status).toBe(404)
  })
})

describe('an admin', () => {
  it('moves a video and holds it; both stand in the action log', async () => {
    const { id } = await storedVideo(creatorId)
    expect((await admin.post('/api/admin/tiers/moves', { videoId: id, to: 'ARCHIVE' })).status).toBe(202)
    await runMoves()
    expect(await stageOf(id)).toBe('ARCHIVE')
    const [move] = (await admin.get(`/api/admin/tiers/moves?videoId=${id}`)).json.items
    expect(move).toMatchObject({ from: 'RELIVE', to: 'ARCHIVE', reason: 'by_admin', state: 'done' })
    expect((await admin.post(`/api/admin/tiers/holds/${id}`, { reason: 'A court asked.' })).status).toBe(204)
    expect((await admin.post('/api/admin/tiers/moves', { videoId: id, to: 'EXPIRING' })).status).toBe(409)
    expect((await creator.get(`/api/videos/${id}/storage`)).json.isHeld).toBe(true)
    expect((await admin.delete(`/api/admin/tiers/holds/${id}`)).status).toBe(204)
    expect((await admin.post('/api/admin/tiers/moves', { videoId: id, to: 'AWAITING_PUSH' })).status).toBe(
      400,
    )
    const actions = (await ActionLog.find({ target: `video:${id}` }).sort({ seq: 1 }).lean()).map(({ action }) => action) // prettier-ignore
    expect(actions).toEqual(['MOVE_VIDEO', 'HOLD_VIDEO', 'RELEASE_VIDEO'])
    const [collection] = (await admin.get('/api/admin/tiers/collections?limit=1')).json.items
    expect(collection).toMatchObject({
      state: 'sealed',
      name: expect.stringMatching(/^collection-\d+\.vgz$/),
    })
  })

  it('alone may', async () => {
    for (const path of ['moves', 'collections', 'faults', 'orphans'])
      expect((await creator.get(`/api/admin/tiers/${path}`)).status).toBe(403)
  })
})
