import { Types } from 'mongoose'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { DEFAULT_TIER_SETTINGS } from '#shared/tiers'
import { closeDatabase, connectDatabase, ensureIndexes } from '#server/database'
import { Collection } from '#server/tiers/collection.model'
import { findColdCollections } from '#server/tiers/find-cold-collections'
import { findHeat, findTrending } from '#server/tiers/find-heat'
import { addToScore, coolScore, HALF_LIVES } from '#server/tiers/heat'
import { noteHeat } from '#server/tiers/note-heat'
import { reviewTiers } from '#server/tiers/review-tiers'
import { TierSettingsRow } from '#server/tiers/tier-settings.model'
import { readTierSettings } from '#server/tiers/tier-settings'
import { VideoHeat } from '#server/tiers/video-heat.model'
import { findWantedMoves } from '#server/tiers/wanted-moves'
import { Video } from '#server/videos/video.model'
import { startMongo, type MongoHost } from '../../support/mongo.ts'
import { useSettings } from '../../support/settings.ts'

const DAY = 86_400_000
const NOW = new Date('2026-11-22T12:00:00Z')
const clock = { now: () => NOW }
const ago = (days: number) => new Date(NOW.getTime() - days * DAY)

let mongo: MongoHost
let settings: ReturnType<typeof useSettings>
beforeAll(async () => {
  mongo = await startMongo()
  settings = useSettings({ MONGODB_URI: mongo.uri })
  await connectDatabase()
  await ensureIndexes()
})
afterAll(async () => {
  await closeDatabase()
  await mongo.stop()
  settings.remove()
})
beforeEach(async () => {
  await Promise.all([Video.deleteMany({}), VideoHeat.deleteMany({}), Collection.deleteMany({})])
})

let made = 0
async function makeVideo(change: object = {}) {
  const uuid = `video-${(made += 1)}`
  const source = { objectKey: 'o', filename: 'f', sizeBytes: 50_000_000, sha256: '0' }
  const given = {
    uuid,
    title: uuid,
    uploader: new Types.ObjectId(),
    uploadId: uuid,
    visibility: 'public' as const,
    source,
  }
  return Video.create({ ...given, state: 'ready', packRevision: 1, uploadDate: ago(500), ...change })
}

it('warms a video in one write, in any order and from many at once', async () => {
  const id = new Types.ObjectId().toHexString()
  const times = Array.from({ length: 20 }, (_, index) => new Date(NOW.getTime() - index * 600_000))
  await Promise.all(
    times.toReversed().map((at, index) => noteHeat(id, { views: 1 + (index % 3), seconds: 30 }, at)),
  )
  const score = times
    .toReversed()
    .reduce<number | undefined>(
      (sum, at, index) => addToScore(sum, 1 + (index % 3), HALF_LIVES.day, at.getTime()),
      undefined,
    )
  const heat = (await findHeat([new Types.ObjectId(id)], NOW)).get(id)!
  expect(heat.views.day).toBeCloseTo(coolScore(score, HALF_LIVES.day, NOW.getTime()), 6)
  expect(heat.seconds.month).toBeGreaterThan(590)
  await noteHeat(id, {}, NOW)
})

it('names what trends now, hottest first', async () => {
  const [old, hot, warm] = Array.from({ length: 3 }, () => new Types.ObjectId().toHexString())
  await noteHeat(old!, { views: 1000 }, ago(1))
  await noteHeat(warm!, { views: 6 }, NOW)
  await noteHeat(hot!, { views: 9 }, NOW)
  expect(await findTrending(5, 10, NOW)).toEqual([hot, warm])
  expect(await findTrending(5, 1, NOW)).toEqual([hot])
})

it('writes down where each should lie and when to look again', async () => {
  const cold = await makeVideo()
  const fresh = await makeVideo({ uploadDate: ago(1) })
  const watched = await makeVideo()
  await noteHeat(watched.id as string, { views: 3 }, NOW)
  const again = await makeVideo({ storageStage: 'ARCHIVE', storageReviewAt: ago(1) })
  await noteHeat(again.id as string, { views: 5 }, NOW)
  const later = await makeVideo({ storageReviewAt: new Date(NOW.getTime() + 1) })

  expect(await reviewTiers(undefined, clock)).toBe(4)
  expect((await findWantedMoves('ARCHIVE', 10)).map(({ video, reason }) => [video.uuid, reason])).toEqual([
    [cold.uuid, 'rarely_watched'],
  ])
  expect((await findWantedMoves('RELIVE', 10)).map(({ video }) => video.uuid)).toEqual([again.uuid])
  const read = async (id: Types.ObjectId) => (await Video.findById(id).lean())!
  expect(await read(fresh._id)).toMatchObject({ storageReason: 'golden_period', storageReviewAt: new Date(NOW.getTime() + 3 * DAY) }) // prettier-ignore
  expect((await read(watched._id)).storageReviewAt!.getTime()).toBe(NOW.getTime() + 3 * DAY)
  expect((await read(later._id)).storageReason).toBeUndefined()
  expect(await reviewTiers(undefined, clock)).toBe(0)
})

it('takes its wish back when somebody watches, and forgets one that is overtaken', async () => {
  const video = await makeVideo()
  await reviewTiers(undefined, clock)
  expect(await findWantedMoves('ARCHIVE', 10)).toHaveLength(1)
  await Video.updateOne({ _id: video._id }, { $inc: { storageRevision: 1 } })
  expect(await findWantedMoves('ARCHIVE', 10)).toEqual([])
  await noteHeat(video.id as string, { views: 9 }, NOW)
  await reviewTiers(undefined, { now: () => new Date(NOW.getTime() + DAY + 1) })
  const after = await Video.findById(video._id).lean()
  expect(after).toMatchObject({ storageReason: 'watched' })
  expect(after!.storageWanted).toBeUndefined()
})

it('sends whole collections to the cold store: those nobody watches, and the coldest where the archive is full', async () => {
  const make = (number: number, sizeBytes: number) =>
    Collection.create({ number, state: 'sealed', objectKey: `collections/${number}`, sizeBytes, liveBytes: sizeBytes, createdAt: ago(200) }) // prettier-ignore
  const [cold, warm, held, young] = await Promise.all([
    make(1, 9e9),
    make(2, 9e9),
    make(3, 15e9),
    make(4, 15e9),
  ])
  const archived = (collectionId: Types.ObjectId, change: object = {}) =>
    makeVideo({ storageStage: 'ARCHIVE', storageSince: ago(400), collectionId, ...change })
  await archived(cold._id)
  const watched = await archived(warm._id)
  await noteHeat(watched.id as string, { views: 1 }, NOW)
  await archived(held._id, { legalHold: { since: NOW, byUserId: new Types.ObjectId(), reason: 'court' } })
  await archived(young._id, { storageSince: ago(2) })
  const chosen = async () => (await findColdCollections(clock)).map(({ id, reason }) => `${id}: ${reason}`)
  // 48 GB of 50: to be eased below 40
  expect(await chosen()).toEqual([`${young.id}: archive_full`, `${cold.id}: hardly_ever_watched`])
  await Collection.updateOne({ _id: held._id }, { $set: { sizeBytes: 5e9 } })
  expect(await chosen()).toEqual([`${cold.id}: hardly_ever_watched`])
})

it('reads settings that an older version wrote, and passes over what makes no sense', async () => {
  const store = (stored: object) => TierSettingsRow.updateOne({ _id: 'tiers' }, { $set: { settings: stored, updatedAt: NOW } }, { upsert: true }) // prettier-ignore
  expect(await readTierSettings()).toEqual(DEFAULT_TIER_SETTINGS)
  await store({ goldenDays: 60 })
  expect(await readTierSettings()).toEqual({ ...DEFAULT_TIER_SETTINGS, goldenDays: 60 })
  await store({ goldenDays: -1 })
  expect(await readTierSettings()).toEqual(DEFAULT_TIER_SETTINGS)
  await TierSettingsRow.deleteMany({})
})
