import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore, getObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { config } from '../../../server/config.ts'
import { attachArtwork } from '../../../server/videos/advance-video.ts'
import type { VideoDocument } from '../../../server/videos/video.model.ts'
import '../../../server/all-models.ts'
import { enter } from '../../support/accounts.ts'
import { BrowserClient } from '../../support/browser-client.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'
import { publishedVideo } from '../../support/videos.ts'

let databases: TestDatabases
let server: ServedEndpoints
let owner: BrowserClient
let ownerId: string
let clipId: string
let video: VideoDocument
const BYTES = randomBytes(50_000)
/** Another site's frame: no cookie, and none is taken. */
const frame = () => new BrowserClient(server.url)

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '100' })
  server = await serveEndpoints(['/api/auth', '/api/me', '/api/videos', '/api/clips', '/api/embeds', '/api/oembed', '/cdn']) // prettier-ignore
  owner = new BrowserClient(server.url)
  await enter(owner, databases.dataDir)
  ownerId = (await owner.get('/api/me')).json.id
  video = await publicVideo()
  const body = { startSeconds: 2, endSeconds: 6, title: 'A swarm' }
  clipId = (await owner.post(`/api/videos/${video._id}/clips`, body)).json.id
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})

async function publicVideo(): Promise<VideoDocument> {
  const made = await publishedVideo(ownerId, { title: 'Bees & "friends"' }, BYTES)
  const put = async (name: string, contentType: string) =>
    (await getObjectStore().put(`artwork/${made.uuid}/${name}`, BYTES.subarray(0, 99), { contentType })).key
  await attachArtwork(made._id.toHexString(), {
    posterKey: await put('poster.jpg', 'image/jpeg'),
    storyboard: { objectKey: await put('storyboard.jpg', 'image/jpeg'), tileWidth: 160, tileHeight: 90, columns: 2, count: 2, intervalSeconds: 4 },
    captions: [{ language: 'pl', label: 'Polski', objectKey: await put('captions-pl.vtt', 'text/vtt') }],
  }) // prettier-ignore
  return made
}

/** Every address that a playlist names, as a player finds it. */
function addressesIn(playlist: string, base: string): string[] {
  const uris = [...playlist.matchAll(/URI="([^"]+)"|^(?!#)(\S+)$/gm)].map(([, tag, line]) => tag ?? line!)
  return [...new Set(uris)].map((uri) => {
    const { pathname, search } = new URL(uri, `http://here${base}`)
    return pathname + search
  })
}

describe.each([
  ['video', () => `/api/embeds/videos/${video._id}`],
  ['clip', () => `/api/embeds/clips/${clipId}`],
])('a public %s', (kind, address) => {
  it('plays on another site without a cookie, from addresses that lie beside each other', async () => {
    const { status, json: embed, headers } = await frame().get(address())
    expect(status).toBe(200)
    expect(headers.getSetCookie()).toEqual([])
    expect(embed).toMatchObject({ kind, creator: expect.stringMatching(/\w/) as string })
    const folder = embed.playlistURL.slice(0, -'master.m3u8'.length)
    expect(folder).toMatch(/^\/cdn\/embeds\/[\w.-]+\/$/)

    const master = await frame().get(embed.playlistURL)
    const [rendition] = addressesIn(master.text, embed.playlistURL)
    const media = await frame().get(rendition!)
    const all = [embed.posterURL, embed.storyboardURL, embed.captions[0].url, rendition!, ...addressesIn(media.text, rendition!)] // prettier-ignore
    expect(all.some((each) => each.includes('/pack?'))).toBe(true)
    for (const each of all) {
      expect(each.startsWith(folder), each).toBe(true)
      const answer = await frame().get(each)
      // until it is cut, a clip's picture is its video's
      expect([each, answer.status]).toEqual([each, 200])
      expect(answer.headers.getSetCookie()).toEqual([])
    }
    expect((await frame().get(embed.storyboardURL)).text).toContain(`\nstoryboard.jpg#xywh=`)
    expect((await frame().get(`${folder}storyboard.jpg`)).status).toBe(200)
  })
})

describe('a video that is not public', () => {
  it('answers as if it were missing, at once and also to who had its addresses', async () => {
    const other = await publicVideo()
    const { json: embed } = await frame().get(`/api/embeds/videos/${other._id}`)
    await owner.patch(`/api/videos/${other._id}`, { visibility: 'private' })
    for (const client of [frame(), owner]) {
      expect((await client.get(`/api/embeds/videos/${other._id}`)).status).toBe(404)
      expect((await client.get(embed.playlistURL)).status).toBe(404)
    }
    const link = new URLSearchParams({ url: `${config().url}/watch/${other._id}` })
    expect((await frame().get(`/api/oembed?${link}`)).status).toBe(404)
  })

  it('is not opened by the ticket of another', async () => {
    const { json: embed } = await frame().get(`/api/embeds/videos/${video._id}`)
    const forged = embed.playlistURL.replace(video.uuid, crypto.randomUUID())
    expect((await frame().get(forged)).status).toBe(404)
    expect((await frame().get(`/cdn/${video.uuid}/master.m3u8`)).status).toBe(401)
  })
})

describe('a link in another site’s editor', () => {
  const ask = (url: string, more = {}) => frame().get(`/api/oembed?${new URLSearchParams({ url, ...more })}`)

  it('becomes a frame with the player, at the moment that it names and in the room that there is', async () => {
    const page = `${config().url}/watch/${video._id}?t=3&from=share`
    const { json, headers } = await ask(page, { maxwidth: '320', format: 'json' })
    expect(json).toMatchObject({ version: '1.0', type: 'video', title: 'Bees & "friends"', width: 320, height: 180 }) // prettier-ignore
    expect(json.html).toContain(`src="${config().url}/embed/${video._id}?t=3"`)
    expect(json.html).toContain('title="Bees &amp; &quot;friends&quot;"')
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect((await ask(`${config().url}/clips/${clipId}`)).json.html).toContain(`/embed/clips/${clipId}"`)
  })

  it.each(['https://elsewhere.example/watch/', 'javascript:alert(1)//', '/watch/'])('%s is none of ours', async (start) => {
    expect((await ask(start + video._id.toHexString())).status).toBe(404)
  }) // prettier-ignore
})
