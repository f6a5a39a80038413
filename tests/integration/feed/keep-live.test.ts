import { Types } from 'mongoose'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { closeLiveCache, getHotBlocks, getLiveCache } from '#server/adapters/live-cache/index'
import { getQueue } from '#server/adapters/queue/index'
import { closeSql } from '#server/adapters/sql/index'
import { closeDatabase } from '#server/database'
import { reportWindow } from '#server/feed/feed-window'
import { keepLive } from '#server/feed/keep-live'
import { warmThing, warmThings } from '#server/feed/warm-things'
import { prepareDatabases } from '#server/prepare-databases'
import { noteLiveUse } from '#server/tiers/live-use'
import { noteHeat } from '#server/tiers/note-heat'
import { VideoHeat } from '#server/tiers/video-heat.model'
import { Video, type VideoDocument } from '#server/videos/video.model'
import { startMongo, type MongoHost } from '../../support/mongo.ts'
import { useSettings } from '../../support/settings.ts'
import { publishedVideo, userActor } from '../../support/videos.ts'

const MINUTE = 60_000
const DAY = 86_400_000

let mongo: MongoHost
let settings: ReturnType<typeof useSettings>
beforeAll(async () => {
  mongo = await startMongo()
  settings = useSettings({ MONGODB_URI: mongo.uri })
  await prepareDatabases()
})
afterAll(async () => {
  await closeDatabase()
  await closeSql()
  await mongo.stop()
  settings.remove()
})
beforeEach(() => Promise.all([Video.deleteMany({}), VideoHeat.deleteMany({})]))
afterEach(async () => {
  vi.restoreAllMocks()
  await closeLiveCache()
})

const owner = new Types.ObjectId().toHexString()
/** Uploaded long ago, also by its id. */
async function oldVideo(change: Partial<VideoDocument> = {}): Promise<VideoDocument> {
  const made = await publishedVideo(owner)
  const { _id, ...video } = (await Video.findById(made._id).lean())!
  await Video.deleteOne({ _id })
  const uploadDate = new Date(Date.now() - 100 * DAY)
  const old = Types.ObjectId.createFromTime(uploadDate.getTime() / 1000)
  await Video.create({ ...video, ...change, _id: new Types.ObjectId(old.toHexString().slice(0, 8) + _id.toHexString().slice(8)), uploadDate }) // prettier-ignore
  return (await Video.findOne({ uuid: video.uuid }).lean())!
}
const stageOf = async ({ uuid }: { uuid: string }) => (await Video.findOne({ uuid }).lean())!.storageStage
const at = (ms: number) => ({ now: () => new Date(Date.now() + ms) })
async function keepAt(ms: number): Promise<void> {
  await getLiveCache().delete('live-keeper')
  await keepLive(at(ms))
}

it('lets in what trends, what a player keeps ready and what was just uploaded, and nothing else', async () => {
  const [trending, windowed, other] = [await oldVideo(), await oldVideo(), await oldVideo()]
  const fresh = await publishedVideo(owner)
  await noteHeat(trending._id.toHexString(), { views: 8 }, new Date())
  await reportWindow(userActor(), { items: [{ kind: 'video', id: windowed._id.toHexString() }] })
  await keepAt(0)
  const stages = await Promise.all([trending, windowed, fresh, other].map(stageOf))
  expect(stages).toEqual(['LIVE', 'LIVE', 'LIVE', 'RELIVE'])
  expect(await Video.findOne({ uuid: windowed.uuid }).lean()).toMatchObject({ storageReason: 'in_window' })
})

it('lets go ten minutes after the last use', async () => {
  const video = await oldVideo({ storageStage: 'LIVE', storageSince: new Date() })
  await keepAt(9 * MINUTE)
  expect(await stageOf(video)).toBe('LIVE')
  noteLiveUse(`videos/${video.uuid}`, new Date(Date.now() + 9 * MINUTE))
  await keepAt(18 * MINUTE)
  expect(await stageOf(video)).toBe('LIVE')
  await keepAt(20 * MINUTE)
  expect(await stageOf(video)).toBe('RELIVE')
})

it('asks for what sank to be brought back before it is shown', async () => {
  const sunk = await oldVideo({ storageStage: 'ARCHIVE' })
  const add = vi.spyOn(getQueue(), 'add').mockResolvedValue()
  await reportWindow(userActor(), { items: [{ kind: 'video', id: sunk._id.toHexString() }] })
  await keepAt(0)
  expect(await stageOf(sunk)).toBe('ARCHIVE')
  expect(add.mock.calls.map(([name, payload]) => [name, payload])).toEqual([
    ['restore-video', { videoId: sunk._id.toHexString() }],
  ])
})

it('is done by one process at a time', async () => {
  const video = await oldVideo()
  await noteHeat(video._id.toHexString(), { views: 8 }, new Date())
  await getLiveCache().setIfAbsent('live-keeper', Buffer.alloc(0), 60)
  await keepLive()
  expect(await stageOf(video)).toBe('RELIVE')
})

it('puts the beginning of what a player shows next into the cache, and nothing of what sank or is not there', async () => {
  const video = await oldVideo()
  const place = { objectKey: `videos/${video.uuid}`, block: 0 }
  const sunk = await oldVideo({ storageStage: 'ARCHIVE' })
  await warmThing({ kind: 'video', id: sunk._id.toHexString() })
  await warmThing({ kind: 'clip', id: 'c'.repeat(24) })
  expect(await getHotBlocks().expect({ ...place, objectKey: `videos/${sunk.uuid}` }, 'none')).toBe(false)
  warmThings([{ kind: 'video', id: video._id.toHexString() }])
  await vi.waitFor(async () => expect(await getHotBlocks().expect(place, 'none')).toBe(true))
})
