import { Types } from 'mongoose'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { DEFAULT_TIER_SETTINGS } from '#shared/tiers'
import { getQueue } from '#server/adapters/queue/index'
import { closeDatabase, connectDatabase, ensureIndexes } from '#server/database'
import { getForecast } from '#server/tiers/get-forecast'
import { getTiers } from '#server/tiers/get-tiers'
import { makeForecast } from '#server/tiers/make-forecast'
import { noteHeat } from '#server/tiers/note-heat'
import { readPressedSettings, sampleTiers } from '#server/tiers/sample-tiers'
import { TierSample } from '#server/tiers/tier-sample.model'
import { TierSettingsRow } from '#server/tiers/tier-settings.model'
import { Video } from '#server/videos/video.model'
import { startMongo, type MongoHost } from '../../support/mongo.ts'
import { useSettings } from '../../support/settings.ts'

const DAY = 86_400_000
const SIZE = DEFAULT_TIER_SETTINGS.typicalBytes
const NOW = new Date()
const at = (days: number) => new Date(NOW.getTime() + days * DAY)
const clockAt = (days: number) => ({ now: () => at(days) })

let mongo: MongoHost
let settings: ReturnType<typeof useSettings>
beforeAll(async () => {
  mongo = await startMongo()
  settings = useSettings({ MONGODB_URI: mongo.uri })
  await connectDatabase()
  await ensureIndexes()
  vi.spyOn(getQueue(), 'add').mockResolvedValue()
})
afterAll(async () => {
  await closeDatabase()
  await mongo.stop()
  settings.remove()
})
beforeEach(() =>
  Promise.all([Video.deleteMany({}), TierSample.deleteMany({}), TierSettingsRow.deleteMany({})]),
)

let made = 0
function makeVideo(change: object = {}) {
  const uuid = `video-${(made += 1)}`
  const source = { objectKey: 'o', filename: 'f', sizeBytes: SIZE, sha256: '0' }
  const given = {
    uuid,
    title: uuid,
    uploader: new Types.ObjectId(),
    uploadId: uuid,
    visibility: 'public' as const,
    source,
  }
  return Video.create({ ...given, state: 'ready', packRevision: 1, uploadDate: at(-500), ...change })
}

it('looks ahead by the very rules: what sinks, what is asked of creators, what becomes unavailable', async () => {
  const uploader = new Types.ObjectId()
  const cold = await makeVideo()
  const golden = await makeVideo({ uploadDate: at(-20) })
  const watched = await makeVideo()
  await noteHeat(watched.id as string, { views: 1000 }, NOW)
  const archived = { storageStage: 'ARCHIVE', storageSince: at(-360), uploader }
  await Promise.all([makeVideo(archived), makeVideo(archived)])
  await makeForecast(undefined, clockAt(0))

  const soon = await getForecast(7)
  expect(soon).toMatchObject({
    isStale: false,
    archived: { videos: 1, bytes: SIZE },
    expiring: { videos: 2 },
  })
  expect(soon).toMatchObject({ asked: { videos: 0, creators: 0 }, unavailable: { videos: 0 } })
  expect(soon.moves.map(({ videoId, to }) => [videoId, to])[0]).toEqual([cold.id, 'ARCHIVE'])
  const later = await getForecast(60)
  expect(later).toMatchObject({
    archived: { videos: 2 },
    asked: { videos: 2, creators: 1 },
    unavailable: { videos: 2 },
  })
  const sunk = later.moves.find(({ videoId }) => videoId === golden.id)!
  expect(Date.parse(sunk.at)).toBeGreaterThanOrEqual(at(10).getTime())
  expect(later.moves.some(({ videoId }) => videoId === watched.id)).toBe(false)
})

it('is made anew when the rules changed', async () => {
  await makeForecast(undefined, clockAt(0))
  await TierSettingsRow.create({ _id: 'tiers', settings: {}, updatedAt: at(0.001) })
  expect(await getForecast(30)).toMatchObject({ isStale: true })
})

it('samples what lies where, a few hundred points at most, and presses RELIVE where it holds too much', async () => {
  await makeVideo()
  await makeVideo({ storageStage: 'ARCHIVE' })
  await TierSettingsRow.create({ _id: 'tiers', settings: { reliveMaxShare: 0.2 }, updatedAt: NOW })
  expect((await getTiers(30)).sampledAt).toBeNull()
  await sampleTiers(clockAt(-2))
  await sampleTiers(clockAt(-1))
  const { now, series, sampledAt } = await getTiers(30)
  expect(now.RELIVE).toEqual({ count: 1, bytes: SIZE })
  expect(sampledAt).toBe(at(-1).toISOString())
  expect(series.map(({ at: time }) => time)).toEqual([at(-2).toISOString(), at(-1).toISOString()])
  const pressed = (await readPressedSettings()).sinkBelowViews
  expect(pressed).toBeGreaterThan(1.05)
  const many = Array.from({ length: 700 }, (_, hour) => ({ ...series[0], tiers: now, at: at(-hour / 24), archiveBytes: 0, collections: 0, pressure: 1 })) // prettier-ignore
  await TierSample.insertMany(many)
  expect((await getTiers(30)).series.length).toBeLessThanOrEqual(300)
})
