import { randomUUID } from 'node:crypto'
import { Types, trusted } from 'mongoose'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import '../../../server/all-models.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore, getObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { createClip } from '../../../server/clips/create-clip.ts'
import { indexCaptions } from '../../../server/search/index-captions.ts'
import { CaptionSegment } from '../../../server/search/caption-segment.model.ts'
import { attachArtwork } from '../../../server/videos/advance-video.ts'
import { attachThumbnail, failThumbnail } from '../../../server/videos/choose-thumbnail.ts'
import { sweepArtwork } from '../../../server/videos/replace-artwork.ts'
import { Video, type VideoDocument } from '../../../server/videos/video.model.ts'
import { enter } from '../../support/accounts.ts'
import { BrowserClient } from '../../support/browser-client.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'
import { publishedVideo, userActor } from '../../support/videos.ts'

let databases: TestDatabases
let server: ServedEndpoints
let creator: BrowserClient
let other: BrowserClient
let creatorId: string
let otherId: string
let video: VideoDocument
let videoId: string

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '100' })
  server = await serveEndpoints(['/api/auth', '/api/me', '/api/videos', '/api/clips', '/cdn'])
  // the first account would be the administrator, who may change everything
  const [admin, ...people] = [0, 1, 2].map(() => new BrowserClient(server.url))
  for (const person of [admin!, ...people]) await enter(person, databases.dataDir)
  creator = people[0]!
  other = people[1]!
  creatorId = (await creator.get('/api/me')).json.id
  otherId = (await other.get('/api/me')).json.id
})
beforeEach(async () => {
  video = await publishedVideo(creatorId)
  videoId = video._id.toHexString()
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})

const cue = (startSeconds: number, text: string) => ({ startSeconds, endSeconds: startSeconds + 1, text })
const put = (body: object, language = 'en', client = creator) =>
  client.put(`/api/videos/${videoId}/captions/${language}`, { label: 'English', ...body })
const artwork = async () => {
  const keys: string[] = []
  for await (const { key } of getObjectStore().list(`artwork/${video.uuid}/`)) keys.push(key)
  return keys
}

describe('captions', () => {
  it('are written, read, played at a new address, shifted for clips and found', async () => {
    const first = await put({ vtt: 'WEBVTT\n\n00:02.500 --> 00:04.000\n<b>The</b> waggle dance' })
    expect(first.status).toBe(200)
    const urlOf = async () => (await creator.get(`/api/videos/${videoId}`)).json.captions[0].url as string
    const before = await urlOf()
    const second = await put({ revision: first.json.revision, cues: [cue(2.5, 'They dance <8>')] })
    expect(second.json.cues).toEqual([cue(2.5, 'They dance <8>')])
    const after = await urlOf()
    expect(after).not.toBe(before)
    const played = await creator.get(after)
    expect(played.text).toContain('They dance &lt;8&gt;')
    expect(played.headers.get('cache-control')).toContain('immutable')
    expect(await artwork()).toHaveLength(1)

    const owner = userActor('viewer', creatorId)
    const times = { startSeconds: 2, endSeconds: 6 }
    const clip = await createClip(owner, videoId, { title: 'A', description: '', topic: null, ...times })
    const { captions } = (await creator.get(`/api/clips/${clip._id.toHexString()}`)).json
    expect((await creator.get(captions[0].url)).text).toContain('00:00:00.500 --> 00:00:01.500')
    await indexCaptions(videoId)
    expect((await CaptionSegment.find({ videoId }).lean()).map(({ text }) => text)).toEqual([
      'They dance <8>',
    ])
  })

  it('are never written over words that the writer has not seen', async () => {
    const { revision } = (await put({ cues: [cue(1, 'one')] })).json
    const both = await Promise.all([
      put({ revision, cues: [cue(1, 'Ann')] }),
      put({ revision, cues: [cue(1, 'Ben')] }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await put({ cues: [cue(1, 'as if new')] })).status).toBe(409)
    expect((await put({ revision, cues: [cue(1, 'late')] })).json.error.message).toMatch(
      /changed somewhere else/,
    )
    const path = `/api/videos/${videoId}/captions/en`
    expect((await creator.delete(`${path}?revision=${revision}`)).status).toBe(409)
    expect(await artwork()).toHaveLength(1)
    const now = (await creator.get(path)).json
    expect((await creator.delete(`${path}?revision=${now.revision}`)).status).toBe(204)
    expect((await creator.get(path)).status).toBe(404)
    expect(await artwork()).toEqual([])
  })

  it('two first ones of a language at once are one', async () => {
    const answers = await Promise.all(['a', 'b', 'c'].map((text) => put({ cues: [cue(1, text)] })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    expect((await Video.findById(videoId).lean())!.captions).toHaveLength(1)
    expect(await artwork()).toHaveLength(1)
  })

  it('are refused in plain words where they are none', async () => {
    expect((await put({ cues: [], vtt: '' })).status).toBe(422)
    expect((await put({})).status).toBe(422)
    expect((await put({ vtt: 'hello' })).status).toBe(422)
    expect((await put({ cues: [{ startSeconds: 2, endSeconds: 2, text: 'a' }] })).status).toBe(422)
    expect((await put({ cues: [{ startSeconds: 2, endSeconds: 3, text: ' \n ' }] })).status).toBe(400)
    expect((await put({ cues: [cue(1, 'a')] }, 'English')).status).toBe(400)
    expect((await put({ cues: [cue(1, 'a')] }, 'en', other)).status).toBe(403)
    for (let track = 0; track < 20; track++) await put({ cues: [cue(1, 'a')] }, `a${String.fromCharCode(97 + track)}`)
    expect((await put({ cues: [cue(1, 'a')] }, 'zz')).status).toBe(422)
  }) // prettier-ignore

  it('that the creator brought stay when those of the file are found later', async () => {
    await put({ cues: [cue(1, 'mine')] })
    const objectKey = `artwork/${video.uuid}/captions-eng.vtt`
    await attachArtwork(videoId, { captions: [{ language: 'eng', label: 'English', objectKey }] })
    expect((await Video.findById(videoId).lean())!.captions.map(({ language }) => language)).toEqual(['en'])
  })

  it('leave no bytes behind when the server is killed while they are written', async () => {
    const update = vi.spyOn(Video, 'findOneAndUpdate').mockImplementationOnce(() => {
      throw new Error('killed')
    })
    expect((await put({ cues: [cue(1, 'lost')] })).status).toBe(500)
    update.mockRestore()
    expect(await artwork()).toHaveLength(1)
    expect(await sweepArtwork()).toBe(0)
    expect(await sweepArtwork(new Date(Date.now() + 2 * 3600_000))).toBe(1)
    expect(await artwork()).toEqual([])
    expect(await Video.countDocuments({ _id: videoId, strayArtworkSince: trusted({ $exists: true }) })).toBe(
      0,
    )
  })
})

describe('the picture of a video', () => {
  const picture = () =>
    sharp({ create: { width: 2000, height: 1000, channels: 3, background: '#fa0' } })
      .withExif({ IFD0: { Copyright: 'secret place' } })
      .jpeg()
      .toBuffer()
  async function send(bytes: Buffer, client = creator) {
    const path = `${server.url}/api/videos/${videoId}/thumbnail/picture`
    const headers = { cookie: client.cookieHeader(), 'content-type': 'image/jpeg' }
    const answer = await fetch(path, { method: 'PUT', body: new Uint8Array(bytes), headers })
    return { status: answer.status, json: await answer.json() }
  }

  it('is one that the creator sends, made anew at a new address', async () => {
    const first = await send(await picture())
    expect(first.status).toBe(200)
    const second = await send(await picture())
    expect(second.json.thumbnailURL).not.toBe(first.json.thumbnailURL)
    const key = (await Video.findById(videoId).lean())!.posterKey!
    const [stored] = await artwork()
    expect(await artwork()).toEqual([key])
    const bytes = Buffer.concat(await Array.fromAsync(await getObjectStore().read(stored!)))
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 1280, height: 640 })
    expect(bytes.includes('secret place')).toBe(false)
  })

  it('is no program, and nobody else chooses it', async () => {
    expect((await send(Buffer.from('<svg onload="alert(1)"/>'))).status).toBe(422)
    expect((await send(await picture(), other)).status).toBe(403)
    const seconds = (at: number) => creator.put(`/api/videos/${videoId}/thumbnail`, { seconds: at })
    expect((await seconds(9)).status).toBe(422)
    expect((await seconds(-1)).status).toBe(400)
  })

  it('is a frame soon after it is chosen, the last one chosen, and says while it is made', async () => {
    const choose = (seconds: number) => creator.put(`/api/videos/${videoId}/thumbnail`, { seconds })
    expect((await choose(3)).json).toMatchObject({ thumbnailState: 'making' })
    await choose(4)
    const store = (key: string) =>
      getObjectStore().put(key, Buffer.from('jpeg'), { contentType: 'image/jpeg' })
    expect(await attachThumbnail(video, store, { seconds: 3 })).toBeNull()
    expect(await artwork()).toEqual([])
    expect(await attachThumbnail(video, store, { seconds: 4 })).toMatchObject({ thumbnailURL: expect.stringMatching(/poster\?v=/) }) // prettier-ignore
    expect((await creator.get(`/api/videos/${videoId}`)).json).not.toHaveProperty('thumbnailState')
    await choose(5)
    await failThumbnail(videoId)
    expect((await creator.get(`/api/videos/${videoId}`)).json.thumbnailState).toBe('failed')
    expect((await other.get(`/api/videos/${videoId}`)).json).not.toHaveProperty('thumbnailState')
  })
})

describe('many videos at once', () => {
  it('are changed and deleted each for itself, and nobody else’s', async () => {
    const theirs = (await publishedVideo(otherId))._id.toHexString()
    const hidden = (await publishedVideo(otherId, { visibility: 'private' }))._id.toHexString()
    const missing = new Types.ObjectId().toHexString()
    const ids = [videoId, theirs, hidden, missing, videoId]
    const { json } = await creator.patch('/api/videos', {
      ids,
      change: { visibility: 'private', isNsfw: true },
    })
    expect(json.items.map(({ id }: { id: string }) => id)).toEqual([videoId])
    expect(json.items[0]).toMatchObject({ visibility: 'private', isNsfw: true })
    const message = 'There is no such video.'
    expect(json.failed).toEqual([theirs, hidden, missing].map((id) => ({ id, message })))
    expect(await Video.findById(theirs).lean()).toMatchObject({ visibility: 'public', isNsfw: false })
    const unknown = { ids: [videoId], change: { topic: 'no/such' } }
    expect((await creator.patch('/api/videos', unknown)).status).toBe(422)
    const deleted = await creator.post('/api/videos/delete', { ids })
    expect(deleted.json).toEqual({ deleted: [videoId], failed: json.failed })
    expect(await Video.countDocuments({ _id: trusted({ $in: [theirs, hidden] }), deletedAt: null })).toBe(2)
  })

  it('are found by words of their titles and listed in the order asked for, page after page', async () => {
    const person = new BrowserClient(server.url)
    await enter(person, databases.dataDir)
    const { id } = (await person.get('/api/me')).json
    const titles = ['Bees dance', 'Wasps', 'Bees sleep', 'Bees sleep again']
    for (const [index, title] of titles.entries()) {
      const made = await publishedVideo(id, { title, visibility: index % 2 ? 'private' : 'public' })
      await Video.updateOne({ _id: made._id }, { viewCount: [5, 9, 7, 7][index]! })
    }
    const list = async (query: string) => {
      const found: string[] = []
      for (let cursor: string | null = ''; cursor !== null;) {
        const path = `/api/videos?owner=mine&limit=1&${query}${cursor && `&cursor=${cursor}`}`
        const { json } = await person.get(path)
        found.push(...json.items.map((item: { title: string }) => item.title))
        cursor = json.nextCursor
      }
      return found
    }
    expect(await list('')).toEqual([...titles].reverse())
    expect(await list('sort=oldest')).toEqual(titles)
    expect(await list('sort=views')).toEqual(['Wasps', 'Bees sleep again', 'Bees sleep', 'Bees dance'])
    expect(await list('q=bees%20sl&sort=oldest')).toEqual(['Bees sleep', 'Bees sleep again'])
    expect(await list(`q=${randomUUID()}`)).toEqual([])
  })
})
