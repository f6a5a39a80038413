import { randomUUID } from 'node:crypto'
import { Types } from 'mongoose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FeedPage } from '#shared/feed'
import '../../../server/all-models.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { Clip } from '../../../server/clips/clip.model.ts'
import { WatchRecord } from '../../../server/history/watch-record.model.ts'
import { Progress } from '../../../server/learning/progress.model.ts'
import { Recommendation } from '../../../server/recommendations/recommendation.model.ts'
import { StartingQueue } from '../../../server/recommendations/starting-queue.model.ts'
import { createTopic } from '../../../server/topics/upsert-topic.ts'
import { Pack } from '../../../server/videos/pack.model.ts'
import { Video } from '../../../server/videos/video.model.ts'
import type { BrowserClient } from '../../support/browser-client.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { idsOf, publishedClips, readPage, walkFeed } from '../../support/feed.ts'
import { guestClient } from '../../support/guests.ts'
import { makeMember, type TestMember } from '../../support/people.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'
import { publishedVideo } from '../../support/videos.ts'

let databases: TestDatabases
let server: ServedEndpoints
let guest: BrowserClient
let creator: TestMember
let viewer: TestMember

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '1000' })
  server = await serveEndpoints(['/api/feed', '/api/me', '/api/videos', '/api/clips', '/api/recommendations', '/api/relationships']) // prettier-ignore
  guest = await guestClient(server.url)
})
beforeEach(async () => {
  creator = await makeMember(server.url)
  viewer = await makeMember(server.url)
})
afterEach(async () => {
  await Promise.all([Clip.deleteMany({}), Video.deleteMany({}), Pack.deleteMany({})])
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})

const watch = (person: TestMember, clipId: string) =>
  person.post(`/api/clips/${clipId}/watch`, {
    events: [{ id: randomUUID(), positionSeconds: 1, secondsWatched: 1, isEnd: true }],
  })

describe('the feed over all topics', () => {
  it('gives clips and short videos without clips, newest first, as its schema says', async () => {
    const first = await publishedClips(creator.userId, [null, null])
    const alone = await publishedVideo(creator.userId)
    const later = await publishedClips(creator.userId, [null])
    const page = await readPage(viewer, '/api/feed')
    expect(FeedPage.parse(page)).toEqual(page)
    const newest = [...later.clipIds, alone._id.toHexString(), ...first.clipIds.toReversed()]
    expect(idsOf(page.items)).toEqual(newest)
    expect(page.items.map(({ position }) => position)).toEqual([0, 1, 2, 3])
    expect(page.items.map(({ item }) => item.kind)).toEqual(['clip', 'video', 'clip', 'clip'])
    expect(page.end).toEqual({ code: 'seen', topic: null, nextTopic: null })
    expect(page.items[0]!.playback.packURL).toMatch(/^\/cdn\/[\w-]+\/pack\?r=1$/)
  })

  it('is empty where there is nothing', async () => {
    const empty = { items: [], nextCursor: null, end: { code: 'empty', topic: null, nextTopic: null } }
    expect(await readPage(viewer, '/api/feed')).toEqual(empty)
    expect(await readPage(guest, '/api/feed')).toEqual(empty)
  })

  it('passes over what was watched, skipped or viewed, and gives it again when asked', async () => {
    const { clipIds } = await publishedClips(creator.userId, [null, null, null, null])
    const [unseen, watched, skipped, viewed] = clipIds as [string, string, string, string]
    await watch(viewer, watched)
    const skip = { id: randomUUID(), positionSeconds: 0.2, secondsWatched: 0.2, isSkip: true }
    await viewer.post(`/api/clips/${skipped}/watch`, { events: [skip] })
    await viewer.put('/api/me/history/settings', { isPaused: true })
    await viewer.post(`/api/clips/${viewed}/view`, { secondsWatched: 2 })
    expect(idsOf((await readPage(viewer, '/api/feed')).items)).toEqual([unseen])
    expect(idsOf((await readPage(viewer, '/api/feed?again=true')).items)).toEqual(clipIds.toReversed())
    expect(idsOf((await readPage(guest, '/api/feed')).items)).toEqual(clipIds.toReversed())
  })

  it('says that everything was seen', async () => {
    const { clipIds } = await publishedClips(creator.userId, [null])
    await watch(viewer, clipIds[0]!)
    expect(await readPage(viewer, '/api/feed')).toMatchObject({
      items: [],
      nextCursor: null,
      end: { code: 'seen' },
    })
  })

  it('neither repeats nor skips while others publish and it is watched, with the history paused', async () => {
    const { clipIds } = await publishedClips(
      creator.userId,
      Array.from({ length: 11 }, () => null),
    )
    await viewer.put('/api/me/history/settings', { isPaused: true })
    for (const asker of [viewer, guest]) {
      const { items } = await walkFeed(asker, '/api/feed', {
        async between(page) {
          await publishedClips(creator.userId, [null])
          for (const { item } of page.items) {
            await viewer.post(`/api/clips/${item.id}/view`, { secondsWatched: 2 })
          }
        },
      })
      const seen = idsOf(items).filter((id) => clipIds.includes(id))
      expect(seen).toEqual(clipIds.toReversed())
      expect(new Set(idsOf(items)).size).toBe(items.length)
      expect(items.map(({ position }) => position)).toEqual(items.keys().toArray())
      await viewer.delete('/api/me/history')
      await Promise.all(clipIds.map((id) => viewer.delete(`/api/clips/${id}/view`)))
    }
  })

  it('gets past thousands that were seen, in short pages', async () => {
    const { clipIds, videoId } = await publishedClips(creator.userId, [null])
    const row = await Clip.findById(clipIds[0]).lean()
    const copies = Array.from({ length: 2500 }, () => ({ ...row!, _id: new Types.ObjectId() }))
    await Clip.collection.insertMany(copies)
    const line = {
      userId: new Types.ObjectId(viewer.userId),
      targetKind: 'clip',
      videoId,
      watchedAt: new Date(),
    }
    await WatchRecord.collection.insertMany(copies.map(({ _id }) => ({ ...line, targetId: _id })) as never[]) // prettier-ignore
    let pages = 0
    const { items } = await walkFeed(viewer, '/api/feed', { between: async () => void pages++ })
    expect(idsOf(items)).toEqual(clipIds)
    expect(pages).toBeLessThan(8)
  })
})

describe('what never comes', () => {
  it('is private, deleted, not ready, too long, without a whole pack, or of a video of such', async () => {
    const visible = await publishedClips(creator.userId, [null])
    const hide = async (change: object, isClip: boolean) => {
      if (isClip) {
        const { videoId } = await publishedClips(creator.userId, [null])
        await Video.updateOne({ _id: videoId }, { $set: change })
      } else {
        const video = await publishedVideo(creator.userId)
        await Video.updateOne({ _id: video._id }, { $set: change })
      }
    }
    for (const isClip of [true, false]) {
      // past the code that takes clips off the lists: the right is looked at anew
      await hide({ visibility: 'private' }, isClip)
      await hide({ deletedAt: new Date() }, isClip)
      await hide({ state: 'playable' }, isClip)
      await hide({ packRevision: 7 }, isClip)
    }
    await hide({ duration: 601 }, false)
    const growing = await publishedClips(creator.userId, [null])
    const { uuid } = (await Video.findById(growing.videoId).lean())!
    await Pack.updateOne({ videoUuid: uuid }, { $set: { isComplete: false } })
    const deleted = await publishedClips(creator.userId, [null])
    await Clip.updateOne({ _id: deleted.clipIds[0] }, { $set: { deletedAt: new Date() } })
    for (const asker of [viewer, guest, creator]) {
      expect(idsOf((await walkFeed(asker)).items)).toEqual(visible.clipIds)
    }
  })

  it('is what the reader turned off', async () => {
    const plain = await publishedClips(creator.userId, [null])
    for (const mark of ['isNsfw', 'isSensitive']) {
      const { videoId } = await publishedClips(creator.userId, [null])
      await Video.updateOne({ _id: videoId }, { $set: { [mark]: true } })
    }
    const { json } = await viewer.get('/api/me/preferences')
    await viewer.put('/api/me/preferences', { ...(json as object), showNsfw: false, showSensitive: false })
    expect(idsOf((await walkFeed(viewer)).items)).toEqual(plain.clipIds)
    await viewer.put('/api/me/preferences', { ...(json as object), showNsfw: true, showSensitive: true })
    expect((await walkFeed(viewer)).items).toHaveLength(3)
  })

  it('is of somebody whom one blocked, or who blocked one', async () => {
    await publishedClips(creator.userId, [null])
    await publishedVideo(creator.userId)
    await viewer.post('/api/relationships', { username: creator.username, action: 'block' })
    expect((await walkFeed(viewer)).items).toEqual([])
    await publishedClips(viewer.userId, [null])
    expect((await walkFeed(creator)).items).toHaveLength(2)
    expect((await walkFeed(guest)).items).toHaveLength(3)
  })
})

describe('a feed of a topic', () => {
  let names: { above: string; one: string; two: string }
  beforeEach(async () => {
    const above = `topic-${randomUUID().slice(0, 8)}`
    names = { above, one: `${above}/z-one`, two: `${above}/a-two` }
    const base = { topicName: 'Loops', description: '', thumbnailURL: '', prerequisites: [] }
    await createTopic({ ...base, combinedTopicName: above })
    await createTopic({ ...base, combinedTopicName: names.one, subTopicName: 'For' })
    await createTopic({
      ...base,
      combinedTopicName: names.two,
      subTopicName: 'While',
      prerequisites: [names.one],
    })
  })
  const pathTo = (name: string) => `/api/feed/topics/${encodeURIComponent(name)}`

  it('walks a subtopic in the order of its path, and ends with the next', async () => {
    const { clipIds } = await publishedClips(creator.userId, [names.one, names.one, names.one])
    const other = await publishedClips(creator.userId, [names.two, null])
    await Clip.updateOne({ _id: clipIds[2] }, { $set: { pathPosition: 0 } })
    const order = [clipIds[2], clipIds[0], clipIds[1]]
    const { items, last } = await walkFeed(viewer, pathTo(names.one), { limit: 2 })
    expect(idsOf(items)).toEqual(order)
    expect(items.map(({ path }) => path)).toEqual([1, 2, 3].map((step) => ({ topic: names.one, step, total: 3 }))) // prettier-ignore
    expect(items[0]!.reason).toEqual({ code: 'next_in_path', text: 'Step 1 of 3 in For.' })
    expect(last.end).toEqual({ code: 'finished', topic: names.one, nextTopic: names.two })
    expect((await walkFeed(guest, pathTo(names.two))).last.end).toEqual({ code: 'finished', topic: names.two, nextTopic: names.one }) // prettier-ignore
    expect(other.clipIds).toHaveLength(2)
  })

  it('keeps to its path whatever the engine ranks, and gives first what somebody put there by themselves', async () => {
    const { clipIds } = await publishedClips(creator.userId, [names.one, names.one, names.one])
    const ids = clipIds.map((id) => new Types.ObjectId(id))
    const ranked = { topicSequences: { [names.one]: ids.toReversed() }, reasons: { [names.one]: ['c;', 'c;', 'c;'] } } // prettier-ignore
    await Recommendation.create({ userId: viewer.userId, ...ranked })
    await StartingQueue.create({ _id: names.one, items: ids.toReversed(), reasons: ['c;', 'c;', 'c;'], builtAt: new Date() }) // prettier-ignore
    for (const asker of [viewer, guest]) {
      const { items } = await readPage(asker, pathTo(names.one))
      expect(idsOf(items)).toEqual(clipIds)
      expect(items.map(({ path }) => path?.step)).toEqual([1, 2, 3])
    }
    await StartingQueue.deleteMany({})
    await viewer.put('/api/recommendations', { topicSequences: { [names.one]: [clipIds[2]] } })
    expect(idsOf((await readPage(viewer, pathTo(names.one))).items)).toEqual([clipIds[2], clipIds[0], clipIds[1]]) // prettier-ignore
  })

  it('passes over what was learnt, and finishes when that is all', async () => {
    const { clipIds } = await publishedClips(creator.userId, [names.one, names.one])
    await watch(viewer, clipIds[0]!)
    const left = await readPage(viewer, pathTo(names.one))
    expect(left.items.map(({ path }) => path?.step)).toEqual([2])
    await watch(viewer, clipIds[1]!)
    expect(await Progress.countDocuments({ userId: viewer.userId, level: 'proficient' })).toBe(2)
    const done = await readPage(viewer, pathTo(names.one))
    expect(done).toMatchObject({ items: [], end: { code: 'finished', nextTopic: null } })
    expect(idsOf((await readPage(viewer, `${pathTo(names.one)}?again=true`)).items)).toEqual(clipIds)
  })

  it('of a topic takes its subtopics in the order that they need each other, and videos after clips', async () => {
    const alone = await publishedVideo(creator.userId, { topic: names.one })
    const two = await publishedClips(creator.userId, [names.two])
    const one = await publishedClips(creator.userId, [names.one, names.one])
    const above = await publishedClips(creator.userId, [names.above])
    const { items, last } = await walkFeed(viewer, pathTo(names.above), { limit: 2 })
    expect(idsOf(items)).toEqual([...above.clipIds, ...one.clipIds, alone._id.toHexString(), ...two.clipIds])
    expect(items.map(({ reason }) => reason.code)).toEqual(['next_in_path', 'next_in_path', 'next_in_path', 'topic', 'next_in_path']) // prettier-ignore
    expect(last.end).toEqual({ code: 'finished', topic: names.above, nextTopic: null })
  })

  it('neither repeats nor skips while others publish', async () => {
    const { clipIds } = await publishedClips(
      creator.userId,
      Array.from({ length: 7 }, () => names.one),
    )
    const { items } = await walkFeed(guest, pathTo(names.one), {
      between: () => publishedClips(creator.userId, [names.one, names.two]),
    })
    expect(idsOf(items).filter((id) => clipIds.includes(id))).toEqual(clipIds)
    expect(new Set(idsOf(items)).size).toBe(items.length)
  })

  it('is empty where nothing is, and missing where there is no topic', async () => {
    expect(await readPage(viewer, pathTo(names.one))).toMatchObject({ items: [], end: { code: 'empty', nextTopic: null } }) // prettier-ignore
    expect((await viewer.get(pathTo('no-such/topic'))).status).toBe(404)
    expect((await viewer.get(pathTo('Not A Name'))).status).toBe(400)
  })

  it('refuses a cursor of another list', async () => {
    await publishedClips(creator.userId, [names.one, names.one])
    const { nextCursor } = await readPage(guest, `${pathTo(names.one)}?limit=1`)
    expect((await guest.get(`/api/feed?cursor=${nextCursor}`)).status).toBe(400)
  })
})

describe('what was recommended', () => {
  it('comes first, re-checked, and once', async () => {
    const { clipIds } = await publishedClips(creator.userId, [null, null, null, null])
    const hidden = await publishedClips(creator.userId, [null])
    const video = await publishedVideo(creator.userId)
    const [a, b, c, d] = clipIds as [string, string, string, string]
    const sequence = [b, hidden.clipIds[0], video._id.toHexString(), a]
    await viewer.put('/api/recommendations', { topicSequences: { all: sequence } })
    await Video.updateOne({ _id: hidden.videoId }, { $set: { visibility: 'private' } })
    const { items } = await walkFeed(viewer, '/api/feed', { limit: 2 })
    expect(idsOf(items)).toEqual([b, video._id.toHexString(), a, d, c])
    expect(items.map(({ reason }) => reason.code)).toEqual(['recommended', 'recommended', 'recommended', 'newest', 'newest']) // prettier-ignore
    expect(items.map(({ position }) => position)).toEqual([0, 1, 2, 3, 4])
  })

  it('says why, by the names that stand there now', async () => {
    const { clipIds } = await publishedClips(creator.userId, [null, null, null])
    const row = {
      items: clipIds.map((id) => new Types.ObjectId(id)),
      reasons: ['tcoffee/latte-art;T112', 'n;N30', 'f;R20'],
    }
    await StartingQueue.create({ _id: 'all', ...row, builtAt: new Date() })
    const name = (await readPage(guest, '/api/feed')).items[0]!.item.uploader.name
    const expected = [
      { code: 'because_topic', text: 'Because you watch coffee/latte-art.', cause: 'coffee/latte-art' },
      { code: 'next_part', text: 'Next part of Bees in spring.', cause: 'Bees in spring' },
      { code: 'followed', text: `You follow ${name}.`, cause: name },
    ]
    for (const asker of [guest, viewer]) {
      const { items } = await readPage(asker, '/api/feed')
      expect(idsOf(items)).toEqual(clipIds)
      expect(items.map(({ reason }) => reason)).toEqual(expected)
    }
    const own = { topicSequences: { all: [new Types.ObjectId(clipIds[2])] }, reasons: { all: ['c;'] } }
    await Recommendation.create({ userId: viewer.userId, ...own })
    const { items } = await readPage(viewer, '/api/feed')
    expect(items[0]).toMatchObject({ item: { id: clipIds[2] }, reason: { code: 'new_creator' } })
    await StartingQueue.deleteMany({})
  })

  it('may be replaced during a walk: nothing comes twice, and what is new comes next', async () => {
    const { clipIds } = await publishedClips(
      creator.userId,
      Array.from({ length: 6 }, () => null),
    )
    const put = (ids: string[]) => viewer.put('/api/recommendations', { topicSequences: { all: ids } })
    await put([clipIds[0]!, clipIds[1]!, clipIds[2]!])
    let isReplaced = false
    const { items } = await walkFeed(viewer, '/api/feed', {
      limit: 2,
      async between() {
        if (!isReplaced) await put([clipIds[0]!, clipIds[4]!])
        isReplaced = true
      },
    })
    expect(idsOf(items)).toEqual([0, 1, 4, 5, 3, 2].map((index) => clipIds[index]))
  })
})
