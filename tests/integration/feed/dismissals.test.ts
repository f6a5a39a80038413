import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DismissalView } from '#shared/feed'
import '../../../server/all-models.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { Clip } from '../../../server/clips/clip.model.ts'
import { Dismissal } from '../../../server/feed/dismissal.model.ts'
import { findWindowedVideos } from '../../../server/feed/feed-window.ts'
import { eraseDismissalsBy, exportDismissalsBy } from '../../../server/feed/personal-feed.ts'
import { createTopic } from '../../../server/topics/upsert-topic.ts'
import { Video } from '../../../server/videos/video.model.ts'
import { forgetTopic } from '../../../server/worker/forget-topic.ts'
import { removeClip } from '../../../server/worker/remove-clip.ts'
import { removeVideo } from '../../../server/worker/remove-video.ts'
import type { BrowserClient } from '../../support/browser-client.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { idsOf, publishedClips, walkFeed } from '../../support/feed.ts'
import { guestClient } from '../../support/guests.ts'
import { makeMember, type TestMember } from '../../support/people.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'
import { publishedVideo } from '../../support/videos.ts'

let databases: TestDatabases
let server: ServedEndpoints
let guest: BrowserClient
let creator: TestMember
let other: TestMember
let viewer: TestMember
let topic: { id: string; name: string }

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '1000' })
  server = await serveEndpoints(['/api/feed', '/api/me/affinities'])
  guest = await guestClient(server.url)
})
beforeEach(async () => {
  await Promise.all([Clip.deleteMany({}), Video.deleteMany({}), Dismissal.deleteMany({})])
  const people = await Promise.all([0, 1, 2].map(() => makeMember(server.url)))
  ;[creator, other, viewer] = people as [TestMember, TestMember, TestMember]
  const name = `topic-${randomUUID().slice(0, 8)}`
  const base = { topicName: 'Bees', description: '', thumbnailURL: '', prerequisites: [] }
  const made = await createTopic({ ...base, combinedTopicName: name })
  topic = { id: made._id.toHexString(), name }
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})

const feedOf = async (asker: Parameters<typeof walkFeed>[0], path?: string) =>
  idsOf((await walkFeed(asker, path)).items)
const leaveOut = (scope: string, id: string, kind = 'clip') =>
  viewer.post('/api/feed/dismissals', { kind, id, scope })
const letIn = (scope: string, id: string) =>
  viewer.delete('/api/feed/dismissals', { kind: 'clip', id, scope })

describe('what was left out', () => {
  it('does not come, be it an item, its topic or its creator, until it is taken back', async () => {
    const one = await publishedClips(creator.userId, [topic.name, null])
    const two = await publishedClips(other.userId, [topic.name, null])
    const everything = [...one.clipIds, ...two.clipIds].toReversed()
    const [a, b] = one.clipIds as [string, string]
    const left: Record<string, string[]> = { item: [a], topic: [a, two.clipIds[0]!], creator: [a, b] }
    for (const [scope, gone] of Object.entries(left)) {
      expect((await leaveOut(scope, a)).status).toBe(204)
      expect((await leaveOut(scope, a)).status).toBe(204)
      expect(await feedOf(viewer), scope).toEqual(everything.filter((id) => !gone.includes(id)))
      expect(await feedOf(guest)).toEqual(everything)
      expect((await letIn(scope, a)).status).toBe(204)
      expect(await feedOf(viewer), scope).toEqual(everything)
    }
  })

  it('comes where its topic is asked for, unless it is the item or the creator that was left out', async () => {
    const { clipIds } = await publishedClips(creator.userId, [topic.name, topic.name])
    const path = `/api/feed/topics/${topic.name}`
    await leaveOut('topic', clipIds[0]!)
    expect(await feedOf(viewer)).toEqual([])
    expect(await feedOf(viewer, path)).toEqual(clipIds)
    await leaveOut('item', clipIds[0]!)
    expect(await feedOf(viewer, path)).toEqual([clipIds[1]])
    await leaveOut('creator', clipIds[1]!)
    expect(await feedOf(viewer, path)).toEqual([])
  })

  it('can be taken back by another item of the same creator, and by one that is gone', async () => {
    const { clipIds } = await publishedClips(creator.userId, [topic.name, topic.name])
    await leaveOut('creator', clipIds[0]!)
    await letIn('creator', clipIds[1]!)
    expect(await feedOf(viewer)).toHaveLength(2)
    await leaveOut('topic', clipIds[0]!)
    await Clip.deleteOne({ _id: clipIds[0] })
    await letIn('topic', clipIds[0]!)
    expect(await feedOf(viewer)).toEqual([clipIds[1]])
  })

  it('is a video that stands alone as well', async () => {
    const video = await publishedVideo(creator.userId)
    await leaveOut('item', video._id.toHexString(), 'video')
    expect(await feedOf(viewer)).toEqual([])
  })

  it('is not what the reader may not know of, nor the topic of what has none', async () => {
    const { videoId, clipIds } = await publishedClips(creator.userId, [null])
    expect((await leaveOut('topic', clipIds[0]!)).status).toBe(422)
    await Video.updateOne({ _id: videoId }, { $set: { visibility: 'private' } })
    expect((await leaveOut('item', clipIds[0]!)).status).toBe(404)
    expect((await guest.post('/api/feed/dismissals', { kind: 'clip', id: clipIds[0]! })).status).toBe(401)
  })

  it('includes the topics that were muted', async () => {
    await publishedClips(creator.userId, [topic.name])
    await viewer.patch('/api/me/affinities', { topic: topic.name, action: 'mute' })
    expect(await feedOf(viewer)).toEqual([])
    expect(await feedOf(guest)).toHaveLength(1)
  })

  it('is listed for its owner alone, with what is still there, line by line', async () => {
    const { clipIds, videoId } = await publishedClips(creator.userId, [topic.name])
    for (const scope of ['item', 'topic', 'creator']) await leaveOut(scope, clipIds[0]!)
    const lines = async (person: TestMember) =>
      (await person.get('/api/feed/dismissals')).json.items as DismissalView[]
    const [byCreator, byTopic, byItem] = await lines(viewer)
    expect(byCreator).toMatchObject({
      scope: 'creator',
      creator: { username: creator.username },
      topic: null,
    })
    expect(byTopic).toMatchObject({ scope: 'topic', topic: topic.name, creator: null })
    expect(byItem).toMatchObject({ scope: 'item', item: { kind: 'clip', id: clipIds[0], title: 'Clip 0' } })
    expect(await lines(other)).toEqual([])
    await Video.updateOne({ _id: videoId }, { $set: { visibility: 'private' } })
    expect((await lines(viewer))[2]!.item.title).toBeNull()
    expect((await other.delete(`/api/feed/dismissals/${byItem!.id}`)).status).toBe(404)
    expect((await viewer.delete(`/api/feed/dismissals/${byItem!.id}`)).status).toBe(204)
    expect(await lines(viewer)).toHaveLength(2)
  })

  it('goes with what it is about, and with either person', async () => {
    const { clipIds, videoId } = await publishedClips(creator.userId, [topic.name, topic.name])
    const count = (scope: 'item' | 'topic' | 'creator') => Dismissal.countDocuments({ scope })
    for (const id of clipIds) await leaveOut('item', id)
    await leaveOut('topic', clipIds[0]!)
    await leaveOut('creator', clipIds[0]!)
    const exported: object[] = []
    for await (const row of exportDismissalsBy(viewer.userId)) exported.push(row)
    expect(exported).toHaveLength(4)
    await Clip.updateOne({ _id: clipIds[0] }, { $set: { deletedAt: new Date() } })
    await removeClip(clipIds[0]!)
    expect(await count('item')).toBe(1)
    await Video.updateOne({ _id: videoId }, { $set: { deletedAt: new Date() } })
    await removeVideo(videoId)
    expect([await count('item'), await count('topic'), await count('creator')]).toEqual([0, 1, 1])
    await forgetTopic({ topicId: topic.id, combinedTopicName: topic.name })
    expect(await count('topic')).toBe(0)
    await eraseDismissalsBy(creator.userId)
    expect(await Dismissal.countDocuments()).toBe(0)
  })
})

describe('the sequences to switch to', () => {
  const topicsOf = async (asker: { get: typeof viewer.get }) =>
    (await asker.get('/api/feed/topics')).json.items as { topic: string | null }[]

  it('are all topics, what is pinned, and whatever has something, without what is muted', async () => {
    const base = { topicName: 'Bees', description: '', thumbnailURL: '', prerequisites: [] }
    const names = { above: `${topic.name}-b`, below: `${topic.name}-b/dances`, empty: `${topic.name}-c` }
    for (const combinedTopicName of Object.values(names)) await createTopic({ ...base, combinedTopicName })
    await publishedClips(creator.userId, [topic.name, names.below, names.below])
    await vi.waitUntil(async () => (await topicsOf(guest)).some(({ topic }) => topic === names.below), {
      timeout: 40_000,
      interval: 1000,
    })
    const own = (await topicsOf(guest)).filter((each) => !each.topic || each.topic.startsWith(topic.name))
    expect(own).toEqual([
      { topic: null, isPinned: false, total: null, seen: null },
      { topic: topic.name, isPinned: false, total: 1, seen: 0 },
      { topic: names.above, isPinned: false, total: 2, seen: 0 },
      { topic: names.below, isPinned: false, total: 2, seen: 0 },
    ])
    await viewer.patch('/api/me/affinities', { topic: names.below, action: 'pin' })
    await viewer.patch('/api/me/affinities', { topic: topic.name, action: 'mute' })
    const mine = await topicsOf(viewer)
    expect(mine[1]).toMatchObject({ topic: names.below, isPinned: true })
    expect(mine.map((each) => each.topic)).not.toContain(topic.name)
  })
})

describe('the window of what is kept ready', () => {
  it('names the videos that people have in it now, the last report of each counting', async () => {
    const one = await publishedClips(creator.userId, [null, null])
    const alone = (await publishedVideo(creator.userId))._id.toHexString()
    const clips = one.clipIds.map((id) => ({ kind: 'clip', id }))
    const report = (asker: Pick<TestMember, 'post'>, items: object[]) =>
      asker.post('/api/feed/window', { items })
    expect((await report(viewer, clips)).status).toBe(204)
    await report(other, [...clips, { kind: 'video', id: alone }])
    await report(guest, [{ kind: 'video', id: alone }])
    expect(await findWindowedVideos()).toEqual(new Map([[one.videoId, 2], [alone, 2]])) // prettier-ignore
    await report(viewer, [{ kind: 'video', id: alone }])
    await report(guest, [])
    expect(await findWindowedVideos()).toEqual(new Map([[one.videoId, 1], [alone, 2]])) // prettier-ignore
    await report(viewer, [{ kind: 'clip', id: 'f'.repeat(24) }])
    await report(other, [])
    expect(await findWindowedVideos()).toEqual(new Map())
  })

  it('holds eleven items and no more', async () => {
    const items = Array.from({ length: 12 }, () => ({ kind: 'clip', id: 'f'.repeat(24) }))
    expect((await viewer.post('/api/feed/window', { items })).status).toBe(400)
  })
})
