import { once } from 'node:events'
import { Types } from 'mongoose'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { Notification } from '../../../server/notifications/notification.model.ts'
import { notify, type Notice } from '../../../server/notifications/notify.ts'
import { withdraw } from '../../../server/notifications/withdraw.ts'
import { failVideo } from '../../../server/videos/advance-video.ts'
import { createVideo } from '../../../server/videos/create-video.ts'
import { enter } from '../../support/accounts.ts'
import { BrowserClient } from '../../support/browser-client.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { open } from '../../support/raw-http.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'
import { createInput, publishedVideo } from '../../support/videos.ts'

let databases: TestDatabases
let server: ServedEndpoints
let ada: Person
let ben: Person

interface Person {
  client: BrowserClient
  id: string
  email: string
}

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '100' })
  server = await serveEndpoints(['/api/auth', '/api/me', '/api/notifications'])
  ada = await person()
  ben = await person()
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})
beforeEach(async () => {
  await Notification.deleteMany({})
})

async function person(): Promise<Person> {
  const client = new BrowserClient(server.url)
  const { email } = await enter(client, databases.dataDir)
  return { client, email, id: (await client.get('/api/me')).json.id }
}

const newId = () => new Types.ObjectId().toHexString()
const tell = (userId: string, change: Partial<Notice> = {}) =>
  notify({
    userId,
    kind: 'comment',
    group: `g:${newId()}`,
    actorId: ben.id,
    thing: `comment:${newId()}`,
    subject: 'Bees in spring',
    url: '/watch/1',
    ...change,
  })

/** Collects what a stream says. */
async function listen(client: BrowserClient) {
  const response = await open(`${server.url}/api/notifications/stream`, { cookie: client.cookieHeader() })
  let text = ''
  response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  const changes = () => [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data!))
  const unread = (count: number) =>
    vi.waitFor(() => expect(changes().at(-1)?.unreadCount).toBe(count), { timeout: 3000, interval: 10 })
  await unread(await Notification.countDocuments({ isRead: false }))
  return { response, changes, unread, ended: once(response, 'close') }
}

describe('the list of notifications', () => {
  it('is the caller’s own, in pages that neither repeat nor lose one, with names and counts', async () => {
    for (let index = 0; index < 7; index++) await tell(ada.id, { subject: `s${index}` })
    await tell(ben.id, { actorId: ada.id })
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { json } = await ada.client.get(`/api/notifications?limit=3${cursor && `&cursor=${cursor}`}`)
      expect(json.unreadCount).toBe(7)
      seen.push(...json.items.map((item: { subject: string }) => item.subject))
      cursor = json.nextCursor
    }
    expect(seen).toEqual(['s6', 's5', 's4', 's3', 's2', 's1', 's0'])
    const { json } = await ada.client.get('/api/notifications?limit=1')
    expect(json.items[0]).toMatchObject({ actors: [{ id: ben.id }], actorCount: 1, count: 1, isRead: false })
  })

  it('marks some, all and again as unread, and never another person’s', async () => {
    await tell(ada.id, { group: 'one' })
    await tell(ada.id)
    const { json } = await ada.client.get('/api/notifications')
    const ids = json.items.map((item: { id: string }) => item.id)
    const other = await ben.client.patch('/api/notifications', { ids, isRead: true })
    expect(other.json).toEqual({ unreadCount: 0 })
    const some = await ada.client.patch('/api/notifications', { ids: [ids[1]], isRead: true })
    expect(some.json).toEqual({ unreadCount: 1 })
    const unread = await ada.client.get('/api/notifications?unread=true')
    expect(unread.json.items.map((item: { id: string }) => item.id)).toEqual([ids[0]])
    // a newer one of the group is unread: the older stays read
    await tell(ada.id, { group: 'one' })
    expect((await ada.client.patch('/api/notifications', { ids, isRead: false })).json).toEqual({
      unreadCount: 2,
    })
    expect((await ada.client.patch('/api/notifications', { all: true })).json).toEqual({ unreadCount: 0 })
  })

  it('lets its owner remove one, and answers 404 to others', async () => {
    await tell(ada.id)
    const { json } = await ada.client.get('/api/notifications')
    const path = `/api/notifications/${json.items[0].id}`
    expect((await ben.client.delete(path)).status).toBe(404)
    expect((await ada.client.delete(path)).status).toBe(204)
    expect((await ada.client.delete(path)).status).toBe(404)
  })

  it('refuses what it does not know', async () => {
    const patch = (body: object) => ada.client.patch('/api/notifications', body).then(({ status }) => status)
    expect(await patch({ ids: [{ $gt: '' }], isRead: true })).toBe(400)
    expect(await patch({ all: true, isAdmin: true })).toBeGreaterThanOrEqual(400)
    expect((await ada.client.get('/api/notifications?cursor=xyz')).status).toBe(400)
    expect((await new BrowserClient(server.url).get('/api/notifications')).status).toBe(401)
  })
})

describe('the stream of notifications', () => {
  it('tells the state at once, then each new one within 2 s, though another process wrote it', async () => {
    await tell(ada.id)
    const stream = await listen(ada.client)
    expect(stream.changes()).toEqual([{ unreadCount: 1, latest: null }])
    // not through our own functions, which would tell this process at once
    const entry = { thing: 't', actorId: ben.id, subject: 'from afar', url: '/watch/2', date: new Date() }
    const startedAt = Date.now()
    await Notification.create({ userId: ada.id, kind: 'reply', group: 'x', entries: [entry], actorCount: 1, count: 1, url: '/watch/2', date: entry.date }) // prettier-ignore
    await stream.unread(2)
    expect(Date.now() - startedAt).toBeLessThan(2000)
    expect(stream.changes().at(-1).latest).toMatchObject({ kind: 'reply', subject: 'from afar' })
    stream.response.destroy()
  })

  it('tells what this process wrote, read or took back well before the next poll', async () => {
    const stream = await listen(ada.client)
    const startedAt = Date.now()
    await tell(ada.id, { thing: 'comment:1' })
    await stream.unread(1)
    await withdraw('comment:1')
    await stream.unread(0)
    expect(Date.now() - startedAt).toBeLessThan(900)
    stream.response.destroy()
  })

  it('asks the database once a second for fifty streams, and never again when they are gone', async () => {
    const streams = await Promise.all(Array.from({ length: 50 }, () => listen(ada.client)))
    const aggregate = vi.spyOn(Notification, 'aggregate')
    await new Promise((resolve) => setTimeout(resolve, 2100))
    expect(aggregate.mock.calls.length).toBeLessThanOrEqual(3)
    for (const { response } of streams) response.destroy()
    await new Promise((resolve) => setTimeout(resolve, 300))
    aggregate.mockClear()
    await new Promise((resolve) => setTimeout(resolve, 1200))
    expect(aggregate).not.toHaveBeenCalled()
    aggregate.mockRestore()
  })

  it('ends with the session', async () => {
    const leaving = await person()
    const stream = await listen(leaving.client)
    await leaving.client.post('/api/auth/logout')
    await stream.ended
  })
})

describe('the creator of a video', () => {
  it('is told once that it is ready, and once that it failed', async () => {
    const video = await publishedVideo(ada.id)
    const other = await createVideo(await createInput(ada.id, { title: 'Broken' }))
    await failVideo(other._id.toHexString(), 'No.')
    await failVideo(other._id.toHexString(), 'No.')
    const { json } = await ada.client.get('/api/notifications')
    expect(json.items).toMatchObject([
      { kind: 'video_failed', count: 1, subject: 'Broken', actors: [], url: '/studio' },
      { kind: 'video_ready', count: 1, subject: 'Bees in spring', url: `/watch/${video._id}` },
    ])
  })
})
