import { randomUUID } from 'node:crypto'
import { Types } from 'mongoose'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import '../../../server/all-models.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { countWatching } from '../../../server/analytics/count-watching.ts'
import { DayCount } from '../../../server/analytics/day-count.model.ts'
import { WatchCurve } from '../../../server/analytics/watch-curve.model.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { createClip } from '../../../server/clips/create-clip.ts'
import { WatchEvent } from '../../../server/engagement/watch-event.model.ts'
import { recordWatching, type WatchedItem } from '../../../server/history/record-watching.ts'
import { deleteVideo } from '../../../server/videos/delete-video.ts'
import { removeVideo } from '../../../server/worker/remove-video.ts'
import { enter } from '../../support/accounts.ts'
import { BrowserClient } from '../../support/browser-client.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { guestClient } from '../../support/guests.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'
import { publishedVideo, userActor } from '../../support/videos.ts'

let databases: TestDatabases
let server: ServedEndpoints
let creator: BrowserClient
let viewer: BrowserClient
let creatorId: string
/** Of 8 seconds, and a clip of its seconds 2 to 6. */
let videoId: string
let clipId: string

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '100' })
  server = await serveEndpoints(['/api/auth', '/api/me', '/api/videos', '/api/clips'])
  creator = new BrowserClient(server.url)
  viewer = new BrowserClient(server.url)
  for (const person of [creator, viewer]) await enter(person, databases.dataDir)
  creatorId = (await creator.get('/api/me')).json.id
})
beforeEach(async () => {
  const owner = userActor('viewer', creatorId)
  videoId = (await publishedVideo(creatorId))._id.toHexString()
  const times = { startSeconds: 2, endSeconds: 6 }
  clipId = (
    await createClip(owner, videoId, { title: 'Clip', description: '', topic: null, ...times })
  )._id.toHexString()
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})

const report = (positionSeconds: number, secondsWatched: number, id: string = randomUUID()) => ({
  id,
  positionSeconds,
  secondsWatched,
  isSkip: false,
  isEnd: false,
  secondsAgo: 0,
})
const analytics = async (path: string, client = creator) => (await client.get(`${path}/analytics`)).json

const itemOf = (kind: 'video' | 'clip'): WatchedItem => ({
  kind,
  id: kind === 'video' ? videoId : clipId,
  videoId,
  topicId: null,
  startSeconds: kind === 'video' ? 0 : 2,
  durationSeconds: kind === 'video' ? 8 : 4,
  videoSeconds: 8,
})

describe('figures of an item', () => {
  it('say by day how often and how long it was seen, which seconds, and where viewers came from', async () => {
    await viewer.post(`/api/videos/${videoId}/view`, { secondsWatched: 3, source: 'search' })
    const guest = await guestClient(server.url)
    await guest.post(`/api/videos/${videoId}/view`, { secondsWatched: 3 })
    await viewer.post(`/api/videos/${videoId}/watch`, { events: [report(0, 0), report(4, 4)] })
    await viewer.post(`/api/clips/${clipId}/watch`, { events: [report(0, 0), report(2, 2)] })
    await countWatching()

    const video = await analytics(`/api/videos/${videoId}`)
    expect(video).toMatchObject({ viewCount: 2, secondsWatched: 4, averageWatchedShare: 0.5 })
    expect(video.watchThrough).toEqual([0.5, 0.5, 1, 1, 0, 0, 0, 0])
    expect(video.traffic).toEqual([
      { source: 'search', views: 1 },
      { source: 'direct', views: 1 },
    ])
    expect(video.days).toHaveLength(28)
    expect(video.days.at(-1)).toMatchObject({ views: 2, secondsWatched: 4 })
    const clip = await analytics(`/api/clips/${clipId}`)
    expect(clip).toMatchObject({ viewCount: 0, secondsWatched: 2, watchThrough: [1, 1, 0, 0] })
  })

  it('come together for everything that somebody uploaded, most viewed first', async () => {
    const before = (await creator.get('/api/me/analytics')).json
    for (const path of [`videos/${videoId}`, `clips/${clipId}`]) {
      await viewer.post(`/api/${path}/view`, { secondsWatched: 3, source: 'path' })
    }
    await (await guestClient(server.url)).post(`/api/clips/${clipId}/view`, { secondsWatched: 3 })
    const { json } = await creator.get('/api/me/analytics')
    expect(json.viewCount).toBe(before.viewCount + 3)
    expect(json.days.at(-1).views).toBe(before.days.at(-1).views + 3)
    const shown = json.top.map(({ id }: { id: string }) => id)
    expect(shown.indexOf(clipId)).toBeLessThan(shown.indexOf(videoId))
    expect(json.traffic.find(({ source }: { source: string }) => source === 'path').views).toBe(2)
    const reach = (await creator.get(`/api/me/reach?ids=${videoId},${'0'.repeat(24)}`)).json.items
    expect(reach).toEqual([
      { id: videoId, views: 1, viewsBefore: 0 },
      { id: '0'.repeat(24), views: 0, viewsBefore: 0 },
    ])
    expect((await viewer.get(`/api/me/reach?ids=${videoId}`)).json.items[0].views).toBe(0)
    expect((await viewer.get('/api/me/analytics')).json).toMatchObject({ viewCount: 0, top: [], traffic: [] })
  })

  it('count a view once, as the counter beside them does', async () => {
    const body = { secondsWatched: 3, source: 'feed' }
    for (let again = 0; again < 3; again++) await viewer.post(`/api/clips/${clipId}/view`, body)
    await viewer.post(`/api/clips/${clipId}/view`, { ...body, secondsWatched: 1 })
    expect((await analytics(`/api/clips/${clipId}`)).traffic).toEqual([{ source: 'feed', views: 1 }])
  })

  it('are for the creator alone, and as if missing for everybody else', async () => {
    for (const path of [`/api/videos/${videoId}`, `/api/clips/${clipId}`]) {
      expect((await viewer.get(`${path}/analytics`)).status).toBe(404)
      expect((await creator.get(`${path}/analytics?days=0`)).status).toBe(400)
      expect((await creator.get(`${path}/analytics?days=366`)).status).toBe(400)
    }
    const body = { secondsWatched: 3, source: '$where' }
    expect((await viewer.post(`/api/videos/${videoId}/view`, body)).status).toBe(400)
  })

  it('hold nothing of who watched', async () => {
    await viewer.post(`/api/videos/${videoId}/watch`, { events: [report(0, 0), report(4, 4)] })
    await countWatching()
    const { id } = (await viewer.get('/api/me')).json
    const kept = JSON.stringify([await DayCount.find({ videoId }), await WatchCurve.find({ videoId })])
    expect(kept).not.toContain(id)
    const event = await WatchEvent.findOne({ targetId: videoId }).lean()
    expect(Object.keys(event!)).not.toEqual(expect.arrayContaining(['piece']))
  })

  it('go with the video and its clips', async () => {
    await viewer.post(`/api/clips/${clipId}/watch`, { events: [report(0, 0), report(2, 2)] })
    await countWatching()
    await deleteVideo(userActor('viewer', creatorId), videoId)
    await removeVideo(videoId)
    expect(await DayCount.countDocuments({ videoId })).toBe(0)
    expect(await WatchCurve.countDocuments({ videoId })).toBe(0)
  })
})

describe('a report', () => {
  const counts = async () => {
    await countWatching()
    const curve = await WatchCurve.findOne({ targetId: videoId, part: 0 }).lean()
    return { plays: curve?.plays, seconds: curve?.seconds }
  }
  const WATCHED = { plays: 1, seconds: { 0: 1, 1: 1, 2: 1, 3: 1 } }

  it('counts once that comes again, before and after it was counted, and many times at once', async () => {
    const events = [report(0, 0), report(4, 4)]
    const userId = new Types.ObjectId().toHexString()
    const send = () => recordWatching(userId, itemOf('video'), events)
    await Promise.all([send(), send(), send(), send()])
    await send()
    expect(await counts()).toEqual(WATCHED)
    await send()
    expect(await counts()).toEqual(WATCHED)
  })

  it('is whole after a kill between its two writes', async () => {
    const events = [report(0, 0), report(4, 4)]
    const userId = new Types.ObjectId().toHexString()
    vi.spyOn(WatchEvent, 'insertMany').mockRejectedValueOnce(new Error('killed'))
    await expect(recordWatching(userId, itemOf('video'), events)).rejects.toThrow('killed')
    // what was not answered comes with the next report
    await recordWatching(userId, itemOf('video'), [...events, report(5, 1)])
    expect(await counts()).toEqual({ plays: 1, seconds: { ...WATCHED.seconds, 4: 1 } })
  })

  it.each([1, 2, 3, 4])('is counted once by a run that is killed at its write number %i', async (fatal) => {
    await recordWatching(new Types.ObjectId().toHexString(), itemOf('clip'), [report(0, 0), report(2, 2)])
    let writes = 0
    const kill = () => {
      if (++writes === fatal) throw new Error('killed')
    }
    const spies = [DayCount, WatchCurve].map((model) => {
      const write = model.updateOne.bind(model) as (...input: unknown[]) => unknown
      return vi.spyOn(model, 'updateOne').mockImplementation(((...input: unknown[]) => {
        kill()
        return write(...input)
      }) as never)
    })
    const release = WatchEvent.updateMany.bind(WatchEvent) as (...input: unknown[]) => unknown
    spies.push(
      vi.spyOn(WatchEvent, 'updateMany').mockImplementation(((...input: unknown[]) => {
        if ('countBatch' in (input[0] as object)) kill()
        return release(...input)
      }) as never) as never,
    )
    await expect(countWatching()).rejects.toThrow('killed')
    for (const spy of spies) spy.mockRestore()
    await countWatching(undefined, new Date(Date.now() + 120_000))
    await countWatching(undefined, new Date(Date.now() + 240_000))
    const [clip, video] = await Promise.all([
      WatchCurve.findOne({ targetId: clipId }).lean(),
      WatchCurve.findOne({ targetId: videoId }).lean(),
    ])
    expect(clip).toMatchObject({ plays: 1, seconds: { 0: 1, 1: 1 } })
    expect(video).toMatchObject({ plays: 1, seconds: { 2: 1, 3: 1 } })
    expect(await DayCount.findOne({ targetId: clipId }).lean()).toMatchObject({ plays: 1, secondsWatched: 2 })
  })
})
