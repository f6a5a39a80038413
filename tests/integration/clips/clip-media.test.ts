import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore, getObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import '../../../server/all-models.ts'
import { attachThumbnail, thumbnailKey } from '../../../server/clips/attach-thumbnail.ts'
import { attachArtwork } from '../../../server/videos/advance-video.ts'
import type { VideoDocument } from '../../../server/videos/video.model.ts'
import { enter } from '../../support/accounts.ts'
import { BrowserClient } from '../../support/browser-client.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { guestClient } from '../../support/guests.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'
import { publishedVideo } from '../../support/videos.ts'

let databases: TestDatabases
let server: ServedEndpoints
let owner: BrowserClient
let other: BrowserClient
let guest: BrowserClient
let ownerId: string
const CAPTIONS = 'WEBVTT\n\n00:02.000 --> 00:03.000\nBees dance\n'
const FILES = ['master.m3u8', '360p.m3u8', '360p.m3u8?r=1', 'thumbnail', 'storyboard', 'captions?language=pl']

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '100' })
  server = await serveEndpoints(['/api/auth', '/api/me', '/api/videos', '/api/clips', '/cdn'])
  ;[owner, other] = [new BrowserClient(server.url), new BrowserClient(server.url)]
  await enter(new BrowserClient(server.url), databases.dataDir) // the first becomes admin
  for (const person of [owner, other]) await enter(person, databases.dataDir)
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

async function fullVideo(visibility: 'public' | 'private' = 'public'): Promise<VideoDocument> {
  const video = await publishedVideo(ownerId, { visibility })
  const put = async (name: string, contentType: string, text: string) =>
    (await getObjectStore().put(`artwork/${video.uuid}/${name}`, Buffer.from(text), { contentType })).key
  await attachArtwork(video._id.toHexString(), {
    posterKey: await put('poster.jpg', 'image/jpeg', 'poster'),
    storyboard: { objectKey: await put('storyboard.jpg', 'image/jpeg', 'tiles'), tileWidth: 160, tileHeight: 90, columns: 2, count: 2, intervalSeconds: 4 },
    captions: [{ language: 'pl', label: 'Polski', objectKey: await put('captions-pl.vtt', 'text/vtt', CAPTIONS) }],
  }) // prettier-ignore
  return video
}

async function clipOf(video: VideoDocument) {
  const body = { startSeconds: 1.5, endSeconds: 7, title: 'Dance' }
  const made = await owner.post(`/api/videos/${video._id.toHexString()}/clips`, body)
  expect(made.status).toBe(201)
  return made.json
}

const media = (client: BrowserClient, id: string, file: string) => client.get(`/cdn/clips/${id}/${file}`)

describe('media of a clip', () => {
  it('is what the view names, on the timeline of the clip', async () => {
    const clip = await clipOf(await fullVideo())
    expect((await guest.get(clip.clipURL)).text).toContain('360p.m3u8?r=1')
    expect((await media(guest, clip.id, '360p.m3u8')).text).toContain('#EXT-X-START:TIME-OFFSET=1.500')
    expect((await guest.get(clip.captions[0].url)).text).toContain('00:00:00.500 --> 00:00:01.500')
    expect((await guest.get(clip.storyboardURL)).text).toContain('00:00:00.000 --> 00:00:02.500')
    const ranges = /BYTERANGE:(\d+)@(\d+)\n(\S+)/.exec((await media(guest, clip.id, '360p.m3u8')).text)!
    const range = `bytes=${ranges[2]}-${Number(ranges[2]) + Number(ranges[1]) - 1}`
    const bytes = await guest.get(ranges[3]!, { range })
    expect([bytes.status, bytes.text.length]).toEqual([206, Number(ranges[1])])
  })

  it('shows the picture of the video until its own is cut', async () => {
    const clip = await clipOf(await fullVideo())
    const before = await guest.get(clip.thumbnailURL)
    expect([before.text, before.headers.get('cache-control')]).toEqual(['poster', 'public, no-cache'])
    const key = thumbnailKey(clip.id, Number(/at=(\d+)/.exec(clip.thumbnailURL)![1]) / 1000)
    await getObjectStore().put(key, Buffer.from('frame'), { contentType: 'image/jpeg' })
    await attachThumbnail(clip.id, key)
    expect((await guest.get(clip.thumbnailURL)).text).toBe('frame')
    await owner.patch(`/api/clips/${clip.id}`, { thumbnailSeconds: 2 })
    expect((await media(guest, clip.id, 'thumbnail')).text).toBe('poster')
  })

  it('follows an end that was moved, at once', async () => {
    const clip = await clipOf(await fullVideo())
    await owner.patch(`/api/clips/${clip.id}`, { startSeconds: 5 })
    expect((await media(guest, clip.id, '360p.m3u8')).text).toContain('#EXT-X-START:TIME-OFFSET=1.000')
  })

  it('is hidden with its video: for others as if missing, for its creator never in a shared cache', async () => {
    const video = await fullVideo()
    const clip = await clipOf(video)
    const answers = (client: BrowserClient) => Promise.all(FILES.map((file) => media(client, clip.id, file)))
    expect(new Set((await answers(guest)).map(({ status }) => status))).toEqual(new Set([200]))
    await owner.patch(`/api/videos/${video._id.toHexString()}`, { visibility: 'private' })
    for (const client of [guest, other]) {
      for (const { status, json } of await answers(client)) {
        expect(status).toBe(404)
        expect(json.error.message).toBe((await media(client, 'f'.repeat(24), 'master.m3u8')).json.error.message)
      }
    }
    for (const { status, headers } of await answers(owner)) {
      expect([status, headers.get('cache-control')]).toEqual([200, 'private, no-store'])
    }
    expect((await guest.get(`/api/clips/${clip.id}`)).status).toBe(404)
    await owner.delete(`/api/clips/${clip.id}`)
    for (const { status } of await answers(owner)) expect(status).toBe(404)
  }) // prettier-ignore

  it('answers hostile names with 4xx', async () => {
    const clip = await clipOf(await fullVideo())
    for (const file of ['pack', '..%2f..%2fsecrets', 'x.m3u8', 'thumbnail?at=-1', 'master.m3u8?r=0', 'thumbnail?$ne=1']) {
      const { status } = await media(guest, clip.id, file)
      expect([400, 404, 422]).toContain(status)
    }
    expect((await media(guest, 'nonsense', 'master.m3u8')).status).toBe(400)
  }) // prettier-ignore
})
