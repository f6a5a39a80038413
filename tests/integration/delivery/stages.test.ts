import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import mongoose from 'mongoose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import '../../../server/all-models.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore, getObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { storedMedia } from '../../../server/delivery/stored-media.ts'
import { AppError } from '../../../server/errors.ts'
import { ERROR_STATUS } from '../../../server/http/error-status.ts'
import { sendMedia } from '../../../server/http/send-media.ts'
import { sendStream } from '../../../server/http/send-stream.ts'
import { Collection } from '../../../server/tiers/collection.model.ts'
import { announceVideoChange } from '../../../server/videos/video-changes.ts'
import { Video, type VideoDocument } from '../../../server/videos/video.model.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { guestClient } from '../../support/guests.ts'
import { rawRequest } from '../../support/raw-http.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'
import { findStored, sink, stageOf, storedVideo } from '../../support/tiers.ts'

let databases: TestDatabases
let server: ServedEndpoints
let cookie: string

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations })
  server = await serveEndpoints(['/cdn', '/api/videos'])
  cookie = (await guestClient(server.url)).cookieHeader()
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  rawRequest(server.url + path, { cookie, ...headers }, method)
const packOf = ({ uuid }: VideoDocument) => `/cdn/${uuid}/pack?r=1`

async function setStage(video: VideoDocument, storageStage: VideoDocument['storageStage']): Promise<void> {
  await Video.updateOne({ _id: video._id }, { $set: { storageStage } })
  announceVideoChange({ videoId: video._id.toHexString(), uuid: video.uuid })
}

async function sunkVideo(size = 700_000) {
  const { id, pack } = await storedVideo(undefined, { pack: size })
  await sink([id])
  return { video: await findStored(id), pack }
}

describe('a video in each stage', () => {
  it.each(['LIVE', 'RELIVE'] as const)('is given in %s', async (stage) => {
    const { id, pack } = await storedVideo()
    const video = await findStored(id)
    await setStage(video, stage)
    for (const [start, end] of [[0, 299_999], [5, 5], [262_000, 263_000]] as const) {
      const answer = await get(packOf(video), { range: `bytes=${start}-${end}` })
      expect(answer.status).toBe(206)
      expect(answer.body.equals(pack.subarray(start, end + 1))).toBe(true)
    }
  }) // prettier-ignore

  it('is given from its collection, whole and in ranges, and is asked back', async () => {
    const { video, pack } = await sunkVideo()
    expect(await stageOf(video._id.toHexString())).toBe('ARCHIVE')
    const whole = await get(packOf(video))
    expect(whole.status).toBe(200)
    expect(whole.body.equals(pack)).toBe(true)
    for (const [start, end] of [[0, 0], [262_143, 262_144], [100, 699_999]] as const) {
      const answer = await get(packOf(video), { range: `bytes=${start}-${end}` })
      expect([answer.status, answer.headers['content-range']]).toEqual([206, `bytes ${start}-${end}/700000`])
      expect(answer.body.equals(pack.subarray(start, end + 1))).toBe(true)
    }
    const jobs = mongoose.connection.collection('jobs')
    await expect
      .poll(() => jobs.countDocuments({ name: 'restore-video', 'data.videoId': video._id.toHexString() }))
      .toBe(1)
  }) // prettier-ignore

  it('says its size, and gives its playlists, without being asked back', async () => {
    const { video } = await sunkVideo()
    const head = await get(packOf(video), {}, 'HEAD')
    expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, '700000', 0])
    expect((await get(packOf(video), { 'if-none-match': String(head.headers.etag) })).status).toBe(304)
    for (const file of ['master.m3u8', '360p.m3u8?r=1']) {
      expect((await get(`/cdn/${video.uuid}/${file}`)).status).toBe(200)
    }
    const jobs = mongoose.connection.collection('jobs')
    const asked = { name: 'restore-video', 'data.videoId': video._id.toHexString() }
    expect(await jobs.countDocuments(asked)).toBe(0)
  })

  it('is gone, in words, while it awaits a push; its page and its playlists stay', async () => {
    const { video } = await sunkVideo()
    await setStage(video, 'AWAITING_PUSH')
    for (const method of ['GET', 'HEAD']) expect((await get(packOf(video), {}, method)).status).toBe(410)
    const { error } = JSON.parse((await get(packOf(video))).body.toString())
    expect(error).toMatchObject({ code: 'gone', message: expect.stringContaining('has a copy') })
    expect((await get(`/cdn/${video.uuid}/master.m3u8`)).status).toBe(200)
    const page = JSON.parse((await get(`/api/videos/${video._id.toHexString()}`)).body.toString())
    expect(page.storageStage).toBe('AWAITING_PUSH')
    const list = JSON.parse((await get('/api/videos?limit=100')).body.toString())
    expect(list.items.map(({ id }: { id: string }) => id)).not.toContain(video._id.toHexString())
  })

  it('is never given with wrong bytes: a damaged block answers 503, the others come', async () => {
    const { video, pack } = await sunkVideo()
    const { objectKey } = (await Collection.findById(video.collectionId).lean())!
    const chunks: Buffer[] = []
    for await (const chunk of await getObjectStore().read(objectKey)) chunks.push(chunk as Buffer)
    const bytes = Buffer.concat(chunks)
    // in the middle of the second block of the pack, whose random bytes lie there as they are
    const at = bytes.indexOf(pack.subarray(400_000, 400_064))
    bytes[at]! ^= 1
    await getObjectStore().put(objectKey, bytes, { contentType: 'application/octet-stream' })
    const damaged = await get(packOf(video), { range: 'bytes=399000-401000' })
    expect(damaged.status).toBe(503)
    expect(JSON.parse(damaged.body.toString()).error.code).toBe('corrupt')
    const whole = await get(packOf(video), { range: 'bytes=0-1000' })
    expect(whole.body.equals(pack.subarray(0, 1001))).toBe(true)
    await expect(get(packOf(video))).rejects.toThrow()
  })
})

/** One answer of a server that does nothing else. */
async function serveOnce(send: Parameters<typeof createServer>[1]): Promise<{ url: string; server: Server }> {
  const once_ = createServer(send).listen(0, '127.0.0.1')
  await once(once_, 'listening')
  return { url: `http://127.0.0.1:${(once_.address() as AddressInfo).port}/`, server: once_ }
}

function serveOrSay(send: (...args: [import('node:http').IncomingMessage, import('node:http').ServerResponse]) => Promise<void>) {
  return serveOnce((request, response) => {
    send(request, response).catch((error: unknown) => {
      const code = error instanceof AppError ? error.code : 'internal'
      for (const name of response.getHeaderNames()) response.removeHeader(name)
      response.writeHead(ERROR_STATUS[code], { ...(error instanceof AppError ? error.headers : {}) }).end(code)
    })
  })
} // prettier-ignore

describe('delivery by a record that is some seconds old', () => {
  const facts = { contentType: 'video/mp4', etag: '"x"', caching: 'private' } as const
  const wanted = (video: VideoDocument, sizeBytes: number) =>
    ({ role: 'pack', objectKey: `videos/${video.uuid}`, sizeBytes }) as const

  it('finds what has sunk meanwhile', async () => {
    const { id, pack } = await storedVideo()
    const before = await findStored(id)
    await sink([id])
    const { url, server: old } = await serveOrSay((request, response) =>
      sendMedia(
        { request, response },
        storedMedia({ video: before, wanted: wanted(before, pack.length), facts, isWatched: true }),
      ),
    )
    const answer = await rawRequest(url, { range: 'bytes=1000-2000' })
    old.close()
    expect(answer.status).toBe(206)
    expect(answer.body.equals(pack.subarray(1000, 2001))).toBe(true)
  })
})

describe('storage that takes too long', () => {
  const range = { start: 0, end: 9 }
  const ask = async (open: Parameters<typeof sendStream>[1], waitMs: number) => {
    const { url, server: slow } = await serveOrSay((_request, response) => sendStream(response, open, range, waitMs)) // prettier-ignore
    try {
      return await rawRequest(url, {})
    } finally {
      slow.closeAllConnections()
      slow.close()
    }
  }

  it('answers 202 with Retry-After where nothing comes', async () => {
    for (const open of [
      () => new Promise<Readable>(() => undefined),
      async () => new Readable({ read() {} }),
    ]) {
      const answer = await ask(open, 60)
      expect([answer.status, answer.headers['retry-after']]).toEqual([202, '5'])
    }
  })

  it('cuts the connection where it stops in the middle', async () => {
    const stuck = async () => {
      const stream = new Readable({ read() {} })
      stream.push(Buffer.alloc(5))
      return stream
    }
    await expect(ask(stuck, 60)).rejects.toThrow()
  })

  it('answers 503 for an error that has no name', async () => {
    const broken = () => Promise.reject(new Error('socket hang up'))
    expect((await ask(broken, 1000)).status).toBe(503)
  })
})
