import { randomUUID } from 'node:crypto'
import { Types } from 'mongoose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import '../../../server/all-models.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { Clip } from '../../../server/clips/clip.model.ts'
import { createClip } from '../../../server/clips/create-clip.ts'
import { Engagement } from '../../../server/engagement/engagement.model.ts'
import { WatchEvent } from '../../../server/engagement/watch-event.model.ts'
import { eraseHistoryBy, exportHistoryBy } from '../../../server/history/personal-history.ts'
import { sweepWatchEvents } from '../../../server/history/sweep-watch-events.ts'
import { WatchRecord } from '../../../server/history/watch-record.model.ts'
import { Check } from '../../../server/learning/check.model.ts'
import { eraseLearningBy, exportLearningBy } from '../../../server/learning/personal-learning.ts'
import { Progress } from '../../../server/learning/progress.model.ts'
import { upsertTopic } from '../../../server/topics/upsert-topic.ts'
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
let admin: BrowserClient
let creator: BrowserClient
let viewer: BrowserClient
let guest: BrowserClient
let creatorId: string
let viewerId: string
let videoId: string
let languagesId: string
/** Of verbs (which need nouns), nouns, nouns, in the order they were made; each 4 seconds. */
let clips: string[]

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '100' })
  server = await serveEndpoints(['/api/auth', '/api/me', '/api/videos', '/api/clips', '/api/topics'])
  const people = [0, 1, 2].map(() => new BrowserClient(server.url))
  for (const person of people) await enter(person, databases.dataDir)
  admin = people[0]!
  creator = people[1]!
  viewer = people[2]!
  creatorId = (await creator.get('/api/me')).json.id
  viewerId = (await viewer.get('/api/me')).json.id
  guest = await guestClient(server.url)
  const base = { topicName: 'Languages', description: '', thumbnailURL: '', prerequisites: [] }
  const languages = await upsertTopic({ ...base, combinedTopicName: 'languages' })
  languagesId = languages._id.toHexString()
  await upsertTopic({
    ...base,
    combinedTopicName: 'languages/a-verbs',
    subTopicName: 'Verbs',
    prerequisites: ['languages/nouns'],
  })
  await upsertTopic({ ...base, combinedTopicName: 'languages/nouns', subTopicName: 'Nouns' })
  videoId = (await publishedVideo(creatorId))._id.toHexString()
  clips = await Promise.all(
    ['languages/a-verbs', 'languages/nouns', 'languages/nouns'].map(async (topic, index) => {
      const times = { startSeconds: index, endSeconds: index + 4 }
      const owner = userActor('viewer', creatorId)
      const clip = await createClip(owner, videoId, {
        title: `Clip ${index}`,
        description: '',
        topic,
        ...times,
      })
      return clip._id.toHexString()
    }),
  )
  await orderByAge()
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})

/** The three were made at once: the two of nouns go by their ids. */
async function orderByAge() {
  const [verbs, ...nouns] = clips
  clips = [verbs!, ...nouns.sort()]
}
const event = (positionSeconds: number, secondsWatched: number, more = {}) => ({
  id: randomUUID(),
  positionSeconds,
  secondsWatched,
  ...more,
})
const watchClip = (id: string, ...events: object[]) => viewer.post(`/api/clips/${id}/watch`, { events })
const whole = () => event(4, 4, { isEnd: true })

describe('watching', () => {
  it('goes on at one place for a video and its clips, where the viewer was last', async () => {
    const report = await viewer.post(`/api/videos/${videoId}/watch`, { events: [event(2.5, 2.5)] })
    expect(report.json).toMatchObject({ resume: { positionSeconds: 2.5 }, level: null, next: null })
    await watchClip(clips[2]!, event(1.5, 1.5))
    const startSeconds = (await Clip.findById(clips[2]).lean())!.startSeconds
    const resume = async (client: BrowserClient) => (await client.get(`/api/videos/${videoId}/resume`)).json
    expect((await resume(viewer)).positionSeconds).toBe(startSeconds + 1.5)
    expect(await resume(guest)).toEqual({ positionSeconds: 0, updatedAt: null })
    await viewer.post(`/api/videos/${videoId}/watch`, { events: [event(8, 1, { isEnd: true })] })
    expect((await resume(viewer)).positionSeconds).toBe(0)
  })

  it('counts a batch once that comes several times, and at once', async () => {
    const events = [event(1, 1), event(2, 1)]
    const before = await WatchEvent.countDocuments({})
    const answers = await Promise.all([1, 2, 3, 4].map(() => watchClip(clips[0]!, ...events)))
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200])
    expect(await WatchEvent.countDocuments({})).toBe(before + 2)
    const record = await WatchRecord.findOne({ userId: viewerId, targetId: clips[0] }).lean()
    // the clock lets a repeated batch count no more than the seconds since the first
    expect(record?.secondsWatched).toBeLessThan(10)
  })

  it('believes no more than the clock', async () => {
    const claims = [1, 2, 3].map(() => event(4, 3600))
    const { json } = await viewer.post(`/api/videos/${videoId}/watch`, { events: claims })
    expect(json.resume.positionSeconds).toBe(4)
    const record = await WatchRecord.findOne({ userId: viewerId, targetId: videoId }).lean()
    expect(record?.secondsWatched).toBeLessThan(30)
  })

  it('is told by who is signed in, in words it knows', async () => {
    expect((await guest.post(`/api/videos/${videoId}/watch`, { events: [event(1, 1)] })).status).toBe(401)
    expect((await watchClip(clips[0]!, { ...event(1, 1), userId: creatorId })).status).toBe(422)
    expect((await watchClip(clips[0]!)).status).toBe(400)
    expect((await watchClip(new Types.ObjectId().toHexString(), event(1, 1))).status).toBe(404)
    const crossSite = { 'sec-fetch-site': 'cross-site' }
    const path = `/api/clips/${clips[0]}/watch`
    expect((await viewer.post(path, { events: [event(1, 1)] }, crossSite)).status).toBe(403)
  })

  it('is kept for 180 days', async () => {
    const old = new Date(Date.now() - 181 * 86_400_000)
    const one = await WatchEvent.findOne({}).lean()
    await WatchEvent.updateOne({ _id: one!._id }, { $set: { date: old } })
    expect(await sweepWatchEvents()).toBe(1)
  })
})

describe('the history', () => {
  const list = async (query = '') => (await viewer.get(`/api/me/history${query}`)).json

  it('lists what was watched, last first, page by page', async () => {
    await watchClip(clips[1]!, event(1, 1))
    const all = await list()
    expect(all.items[0].item).toMatchObject({ kind: 'clip', clip: { id: clips[1] } })
    const ids: string[] = []
    let cursor = ''
    do {
      const page = await list(`?limit=1${cursor && `&cursor=${cursor}`}`)
      ids.push(...page.items.map((item: { id: string }) => item.id))
      cursor = page.nextCursor
    } while (cursor)
    expect(ids).toEqual(all.items.map((item: { id: string }) => item.id))
    expect((await creator.get('/api/me/history')).json.items).toEqual([])
  })

  it('loses one line, which is nobody else’s to take', async () => {
    const { items } = await list()
    expect((await creator.delete(`/api/me/history/${items[0].id}`)).status).toBe(404)
    expect((await viewer.delete(`/api/me/history/${items[0].id}`)).status).toBe(204)
    expect((await list()).items).toHaveLength(items.length - 1)
    expect(await WatchEvent.countDocuments({ userId: viewerId, targetId: clips[1] })).toBe(0)
  })

  it('keeps nothing while it is paused, though progress and views go on', async () => {
    expect((await viewer.put('/api/me/history/settings', { isPaused: true })).json).toEqual({
      isPaused: true,
    })
    await watchClip(clips[1]!, event(1, 1))
    expect(await WatchRecord.countDocuments({ userId: viewerId, targetId: clips[1] })).toBe(0)
    expect(await WatchEvent.countDocuments({ userId: viewerId, targetId: clips[1] })).toBe(0)
    await viewer.put('/api/me/history/settings', { isPaused: false })
    expect((await viewer.get('/api/me/history/settings')).json).toEqual({ isPaused: false })
  })

  it('is exported and cleared', async () => {
    const rows = await Array.fromAsync(exportHistoryBy(viewerId))
    expect(rows.length).toBeGreaterThan(2)
    expect(JSON.stringify(rows)).not.toContain(viewerId)
    expect((await viewer.delete('/api/me/history')).status).toBe(204)
    expect((await list()).items).toEqual([])
    await eraseHistoryBy(viewerId)
  })
})

describe('the learning path', () => {
  const path = async (client = viewer) => (await client.get(`/api/topics/${languagesId}/path`)).json

  it('has subtopics in prerequisite order, and clips by age until a curator orders them', async () => {
    await eraseLearningBy(viewerId)
    const shown = await path()
    expect(
      shown.subtopics.map((part: { topic: { subTopicName: string } }) => part.topic.subTopicName),
    ).toEqual(['Nouns', 'Verbs'])
    expect(shown).toMatchObject({ clipCount: 3, doneCount: 0, next: { clip: { id: clips[1] } } })
    const nouns = shown.subtopics[0].topic.id
    const order = (client: BrowserClient, ids: string[]) =>
      client.put(`/api/topics/${nouns}/order`, { clipIds: ids })
    expect((await order(viewer, [clips[2]!])).status).toBe(403)
    expect((await order(admin, [clips[0]!])).status).toBe(422)
    expect((await order(admin, [clips[2]!])).status).toBe(204)
    expect((await path()).subtopics[0].clips.map((part: { clip: { id: string } }) => part.clip.id)).toEqual([
      clips[2],
      clips[1],
    ])
    expect((await order(admin, [])).status).toBe(204)
    expect((await path(guest)).next.clip.id).toBe(clips[1])
  })

  it('lists the first clips of each of many subtopics, and counts what is done of the others too', async () => {
    const { insertedIds, topics } = await longPath()
    const late = insertedIds[100]!
    await Progress.create({
      userId: viewerId,
      clipId: late,
      videoId,
      topicId: topics[0]!._id,
      level: 'proficient',
      watched: [[0, 4]],
      share: 1,
      updatedAt: new Date(),
    })
    const { json: all } = await viewer.get(`/api/topics/${topics.at(-1)!._id.toHexString()}/path`)
    expect(all).toMatchObject({ clipCount: 390, doneCount: 1 })
    expect(all.subtopics.map((part: { clips: unknown[] }) => part.clips.length)).toEqual([80, 80, 80])
    expect(all.subtopics[0]).toMatchObject({ clipCount: 130, doneCount: 1, level: null })
    const { json: one } = await viewer.get(`/api/topics/${topics[0]!._id.toHexString()}/path`)
    expect(one.subtopics).toHaveLength(1)
    expect(one.subtopics[0].clips).toHaveLength(130)
    expect(one.subtopics[0].clips[100]).toMatchObject({ level: 'proficient', share: 1 })
    expect(one.next.clip.id).toBe(insertedIds[0]!.toHexString())
    await Clip.collection.deleteMany({ _id: { $in: insertedIds } })
  })

  it('has a clip as soon as it is made, and none of a video that was hidden a moment ago', async () => {
    const counts = async () => (await path()).subtopics.map((part: { clips: unknown[] }) => part.clips.length)
    const before = await counts()
    const body = { startSeconds: 1, endSeconds: 4, title: 'Late', topic: 'languages/a-verbs' }
    const made = await creator.post(`/api/videos/${videoId}/clips`, body)
    expect(made.status).toBe(201)
    expect(await counts()).toEqual([before[0], before[1] + 1])
    await creator.patch(`/api/videos/${videoId}`, { visibility: 'private' })
    expect(await counts()).toEqual([0, 0])
    await creator.patch(`/api/videos/${videoId}`, { visibility: 'public' })
    expect((await creator.delete(`/api/clips/${made.json.id}`)).status).toBe(204)
    expect(await counts()).toEqual(before)
  })

  /** A topic of three subtopics with 130 clips each; the topic itself comes last. */
  async function longPath() {
    const base = { topicName: 'Music', description: '', thumbnailURL: '', prerequisites: [] }
    const names = ['music/a', 'music/b', 'music/c', 'music']
    const topics = []
    for (const combinedTopicName of names) topics.push(await upsertTopic({ ...base, combinedTopicName }))
    const template = await Clip.findById(clips[0]).lean()
    const documents = topics.slice(0, 3).flatMap((topic) =>
      Array.from({ length: 130 }, () => ({
        ...template!,
        _id: new Types.ObjectId(),
        topicId: topic._id,
      })),
    )
    await Clip.collection.insertMany(documents)
    return { insertedIds: documents.map(({ _id }) => _id), topics }
  }

  it('is walked by watching: the request that ends a clip answers level and next step', async () => {
    expect((await watchClip(clips[1]!, event(1, 1))).json).toMatchObject({ level: 'started', next: null })
    const skipped = await watchClip(clips[1]!, event(4, 0, { isEnd: true, isSkip: true }))
    expect(skipped.json).toMatchObject({ level: 'started', next: { clip: { id: clips[2] } } })
    await waitForClock(clips[1]!)
    expect((await watchClip(clips[1]!, whole())).json).toMatchObject({
      level: 'proficient',
      next: { clip: { id: clips[2] }, reason: 'Next in Nouns.', isSubtopicDone: false },
    })
    expect((await watchClip(clips[2]!, whole())).json).toMatchObject({
      level: 'proficient',
      next: { clip: { id: clips[0] }, reason: 'Verbs comes next.', isSubtopicDone: true },
    })
    expect((await watchClip(clips[0]!, whole())).json.next).toEqual({
      clip: null,
      reason: 'You have finished this path.',
      isSubtopicDone: true,
    })
    expect(await path()).toMatchObject({ doneCount: 3, subtopics: [{ level: 'proficient' }, {}] })
  })

  it('is exact when several windows report at once', async () => {
    await eraseLearningBy(viewerId)
    const parts = [event(1, 1), event(2, 1), event(3, 1), event(4, 1)]
    const answers = await Promise.all(parts.map((part) => watchClip(clips[0]!, part)))
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200])
    const progress = await Progress.findOne({ userId: viewerId, clipId: clips[0] }).lean()
    expect(progress?.share).toBeGreaterThan(0.2)
  })
})

describe('the question after a clip', () => {
  const check = { question: 'How many?', choices: ['One', 'Two', 'Three'], answer: 1, explanation: 'Count.' }
  const at = (rest = '') => `/api/clips/${clips[1]}/check${rest}`

  it('is written by the creator alone, and hides its answer', async () => {
    expect((await viewer.put(at(), check)).status).toBe(403)
    expect((await creator.put(at(), { ...check, answer: 3 })).status).toBe(400)
    expect((await creator.put(at(), check)).json).toMatchObject({ answer: 1, explanation: 'Count.' })
    expect((await viewer.get(at())).json).toMatchObject({
      question: 'How many?',
      answer: null,
      explanation: null,
    })
    expect((await viewer.get(`/api/clips/${clips[1]}`)).json.hasCheck).toBe(true)
    expect((await guest.post(at('/answer'), { choice: 1 })).status).toBe(401)
  })

  it('alone gives Mastered, and takes it back', async () => {
    expect((await viewer.post(at('/answer'), { choice: 5 })).status).toBe(422)
    const right = await viewer.post(at('/answer'), { choice: 1 })
    expect(right.json).toMatchObject({ isRight: true, level: 'mastered', explanation: 'Count.' })
    expect((await viewer.get(at())).json).toMatchObject({ answer: 1, myLevel: 'mastered' })
    const again = await viewer.post(at('/answer'), { choice: 0 })
    expect(again.status).toBe(409)
    await waitForClock(clips[1]!)
    expect((await watchClip(clips[1]!, event(3, 3))).json.level).toBe('mastered')
    expect((await viewer.post(at('/answer'), { choice: 0 })).json).toMatchObject({
      isRight: false,
      level: 'proficient',
    })
  })

  it('goes when its creator takes it away', async () => {
    expect((await creator.delete(at())).status).toBe(204)
    expect((await viewer.get(at())).status).toBe(404)
    expect((await viewer.post(at('/answer'), { choice: 1 })).status).toBe(404)
  })
})

it('goes with the video: rows, records, progress and questions', async () => {
  await creator.put(`/api/clips/${clips[0]}/check`, { question: 'Why?', choices: ['A', 'B'], answer: 0 })
  await viewer.post(`/api/clips/${clips[0]}/like`)
  await watchClip(clips[0]!, event(2, 1))
  expect(await Array.fromAsync(exportLearningBy(viewerId))).not.toHaveLength(0)
  await deleteVideo(userActor('viewer', creatorId), videoId)
  await removeVideo(videoId)
  const left = await Promise.all([
    Engagement.countDocuments({ targetId: new Types.ObjectId(clips[0]) }),
    WatchRecord.countDocuments({ videoId }),
    WatchEvent.countDocuments({ videoId }),
    Progress.countDocuments({ videoId }),
    Check.countDocuments({ videoId }),
  ])
  expect(left).toEqual([0, 0, 0, 0, 0])
})

/** As if the last report of this clip had been a minute ago. */
async function waitForClock(clipId: string) {
  const before = new Date(Date.now() - 60_000)
  await Progress.updateMany({ clipId }, { $set: { updatedAt: before } })
}
