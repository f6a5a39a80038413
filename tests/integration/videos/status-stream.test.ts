import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { closeEventStreams } from '../../../server/http/event-stream.ts'
import { createVideo } from '../../../server/videos/create-video.ts'
import { Video } from '../../../server/videos/video.model.ts'
import { enter } from '../../support/accounts.ts'
import { BrowserClient } from '../../support/browser-client.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { open } from '../../support/raw-http.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'
import { createInput, publishedVideo } from '../../support/videos.ts'

let databases: TestDatabases
let server: ServedEndpoints

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '100' })
  server = await serveEndpoints(['/api/auth', '/api/me', '/api/videos'])
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})

async function person(): Promise<{ client: BrowserClient; id: string }> {
  const client = new BrowserClient(server.url)
  await enter(client, databases.dataDir)
  return { client, id: (await client.get('/api/me')).json.id }
}

/** Collects what a stream says; `ended` settles when the server closes it. */
async function listen(client: BrowserClient, videoId: string) {
  const address = `${server.url}/api/videos/${videoId}/status`
  const response = await open(address, { cookie: client.cookieHeader(), accept: 'text/event-stream' })
  let text = ''
  response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  const states = () => [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data!))
  return {
    response,
    states,
    ended: once(response, 'close'),
    progressSeen: (progress: number) => seen(states, progress),
  }
}

async function seen(states: () => { progress: number }[], progress: number): Promise<void> {
  await vi.waitFor(() => expect(states().at(-1)?.progress).toBe(progress), { timeout: 3000, interval: 10 })
}

function isOpen(response: IncomingMessage): boolean {
  return !response.closed && !response.complete
}

describe('the stream of a status', () => {
  it('tells what changed within 700 ms, though another process changed it', async () => {
    const { client, id } = await person()
    const video = await createVideo(await createInput(id))
    const stream = await listen(client, video._id.toHexString())
    await stream.progressSeen(0)
    for (const progress of [0.25, 0.5, 0.75]) {
      // not through our own functions, which would tell this process's poller at once
      await Video.updateOne({ _id: video._id }, { $set: { progress } })
      const changedAt = Date.now()
      await stream.progressSeen(progress)
      expect(Date.now() - changedAt).toBeLessThan(700)
    }
    expect(stream.response.headers['content-type']).toContain('text/event-stream')
    stream.response.destroy()
  })

  it('asks the database once a poll for a hundred watchers, and never again when they are gone', async () => {
    const { client, id } = await person()
    const video = await createVideo(await createInput(id))
    const streams = await Promise.all(
      Array.from({ length: 100 }, () => listen(client, video._id.toHexString())),
    )
    await Promise.all(streams.map((stream) => stream.progressSeen(0)))
    const find = vi.spyOn(Video, 'find')
    await new Promise((resolve) => setTimeout(resolve, 1200))
    expect(find.mock.calls.length).toBeLessThanOrEqual(3)
    for (const { response } of streams) response.destroy()
    await new Promise((resolve) => setTimeout(resolve, 200))
    find.mockClear()
    await new Promise((resolve) => setTimeout(resolve, 1200))
    expect(find).not.toHaveBeenCalled()
    find.mockRestore()
  })

  it('closes for others when the video goes private, and stays for its creator', async () => {
    const creator = await person()
    const viewer = await person()
    const video = await publishedVideo(creator.id)
    const mine = await listen(creator.client, video._id.toHexString())
    const theirs = await listen(viewer.client, video._id.toHexString())
    await Promise.all([mine.progressSeen(1), theirs.progressSeen(1)])
    await creator.client.patch(`/api/videos/${video._id}`, { visibility: 'private' })
    await theirs.ended
    expect(isOpen(mine.response)).toBe(true)
    await creator.client.delete(`/api/videos/${video._id}`)
    await mine.ended
  })

  it('closes when the session ends', async () => {
    const { client, id } = await person()
    const video = await createVideo(await createInput(id))
    const stream = await listen(client, video._id.toHexString())
    await stream.progressSeen(0)
    await client.post('/api/auth/logout')
    await stream.ended
  })

  it('closes when the server stops', async () => {
    const { client, id } = await person()
    const video = await createVideo(await createInput(id))
    const stream = await listen(client, video._id.toHexString())
    await stream.progressSeen(0)
    closeEventStreams()
    await stream.ended
  })
})
