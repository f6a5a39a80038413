import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UploadView } from '#shared/uploads'
import type { VideoStatusView } from '#shared/videos'
import { signIn } from '../support/sign-in.ts'
import { startApp, type App } from '../support/app.ts'
import { FOOTAGE } from '../support/footage.ts'
import { TusClient } from '../support/tus.ts'

const MB = 1024 * 1024
const MAX_BYTES = 60 * MB
const PATIENCE_MS = 90_000

let app: App
let tus: TusClient
let neighbour: TusClient

beforeAll(async () => {
  app = await startApp({
    env: { UPLOAD_MAX_BYTES: String(MAX_BYTES), MIN_FREE_DISK_BYTES: '1000000', RATE_LIMIT_SCALE: '100' },
  })
  tus = new TusClient(app.url, await signIn(app.url, app.dataDir))
  neighbour = new TusClient(app.url, await signIn(app.url, app.dataDir))
})
afterAll(() => app.stop())

interface Outcome {
  state: string
  reason?: string
  renditions: VideoStatusView['renditions']
}

/** Uploads and waits until the video can be watched or the app says why not. */
async function upload(client: TusClient, content: Buffer, filename = 'lesson.mp4'): Promise<Outcome> {
  const id = await client.create(content.length, { filename })
  const answer = await client.patch(id, 0, content)
  if (answer.status !== 204) throw new Error(`the bytes were answered with ${answer.status}: ${answer.text}`)
  const deadline = Date.now() + PATIENCE_MS
  while (Date.now() < deadline) {
    const view = (await client.send('GET', `/api/uploads/${id}`)).json as UploadView
    if (view.state === 'failed') return { state: 'failed', reason: view.reason, renditions: [] }
    if (view.videoId) {
      const status = (await client.send('GET', `/api/videos/${view.videoId}/status`)).json as VideoStatusView
      if (status.state === 'failed' || status.state === 'playable' || status.state === 'ready') return status
    }
    await sleep(150)
  }
  throw new Error('the upload came to no end')
}

async function expectNextGoodUploadWorks(): Promise<void> {
  const good = await upload(tus, await readFile(await FOOTAGE.h264Silent()))
  expect(good.reason).toBeUndefined()
  expect(['playable', 'ready']).toContain(good.state)
}

/** Where the bytes of somebody else's original lie. */
async function neighboursOriginal(): Promise<string> {
  const folder = join(app.dataDir, 'objects')
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const original = entries.find((entry) => entry.isFile() && entry.parentPath.includes('originals'))
  if (!original) throw new Error('there is no original')
  return join(original.parentPath, original.name)
}

describe('bad input is refused before it costs anything', () => {
  it.each([
    ['zero bytes', '0', { filename: 'a.mp4' }, 422],
    ['one byte more than is allowed', String(MAX_BYTES + 1), { filename: 'a.mp4' }, 413],
    ['no video by its name', '1000', { filename: 'a.exe' }, 415],
  ])('%s', async (_case, length, metadata, status) => {
    const answer = await tus.tryCreate(length, metadata)
    expect(answer.status).toBe(status)
    expect(answer.json.error.message).toMatch(/\. /)
    await expectNextGoodUploadWorks()
  })

  it('another offset than the upload stands at, and another person\u2019s upload', async () => {
    const content = await readFile(await FOOTAGE.h264Silent())
    const id = await tus.create(content.length)
    expect((await tus.patch(id, 5, content.subarray(5))).status).toBe(409)
    expect((await neighbour.patch(id, 0, content)).status).toBe(404)
    expect((await neighbour.send('DELETE', `/api/uploads/${id}`)).status).toBe(404)
    expect(await tus.offset(id)).toBe(0)
    expect((await tus.patch(id, 0, content)).status).toBe(204)
  })
})

describe('a file that is not what it says ends with its reason, and the next good one works', () => {
  it.each<[string, () => Promise<Buffer>, RegExp]>([
    ['text', async () => Buffer.from('These are my notes.\n'.repeat(500)), /./],
    ['chance', async () => randomBytes(200_000), /./],
    ['an MP4 that was cut off', async () => truncated(await FOOTAGE.h264()), /./],
    ['sound without a picture', async () => readFile(await FOOTAGE.audioOnly()), /picture/],
    ['a picture of 16,000 x 16,000', async () => readFile(await FOOTAGE.bomb()), /large/],
    ['a video of ten hours', async () => readFile(await FOOTAGE.tenHours()), /10 hours/],
    ['a codec that is not taken', async () => readFile(await FOOTAGE.magicYuv()), /./],
  ])('%s', async (_case, content, words) => {
    const outcome = await upload(tus, await content())
    expect(outcome.state).toBe('failed')
    expect(outcome.reason).toMatch(words)
    // plain words with what to do next, and nothing of the machine's own
    expect(outcome.reason).toMatch(/\./)
    expect(outcome.reason).not.toMatch(/ffmpeg|ffprobe|\/|Error|undefined/)
    await expectNextGoodUploadWorks()
  })

  it.each<[string, (victim: string) => string]>([
    [
      'an HLS playlist',
      (victim) => `#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile://${victim}\n#EXT-X-ENDLIST\n`,
    ],
    ['an ffconcat script', (victim) => `ffconcat version 1.0\nfile '${victim}'\n`],
  ])('%s that points at another person\u2019s file shows nothing of it', async (_case, playlist) => {
    await upload(neighbour, await readFile(await FOOTAGE.h264Silent()))
    const outcome = await upload(tus, Buffer.from(playlist(await neighboursOriginal())))
    expect(outcome).toMatchObject({ state: 'failed', renditions: [] })
    expect(outcome.reason).toMatch(/\./)
    await expectNextGoodUploadWorks()
  })
})

async function truncated(path: string): Promise<Buffer> {
  const whole = await readFile(path)
  return whole.subarray(0, Math.floor(whole.length * 0.6))
}
