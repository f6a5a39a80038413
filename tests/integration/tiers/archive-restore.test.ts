import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import '../../../server/all-models.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { getObjectStore } from '../../../server/adapters/object-store/index.ts'
import { Conflict } from '../../../server/errors.ts'
import { Collection } from '../../../server/tiers/collection.model.ts'
import { CollectionMember } from '../../../server/tiers/collection-member.model.ts'
import { moveVideo } from '../../../server/tiers/move-video.ts'
import { openStoredRange } from '../../../server/tiers/read-stored.ts'
import { restoreVideo } from '../../../server/tiers/restore-video.ts'
import { setStage } from '../../../server/tiers/set-stage.ts'
import { TierMove } from '../../../server/tiers/tier-move.model.ts'
import { Video } from '../../../server/videos/video.model.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import {
  findStored,
  readStored,
  runMoves,
  sink,
  SMALL_LIMITS,
  stageOf,
  storedKeys,
  storedVideo,
} from '../../support/tiers.ts'

let databases: TestDatabases
beforeAll(async () => {
  databases = await startDatabases(auditMigrations)
})
afterAll(() => databases.stop())

const signal = new AbortController().signal
const restore = (id: string) => restoreVideo(id, { signal })

describe('a video that sinks', () => {
  it('lies in a collection alone, and gives the same bytes', async () => {
    const video = await storedVideo()
    const { uuid } = await findStored(video.id)
    await sink([video.id])
    expect(await stageOf(video.id)).toBe('ARCHIVE')
    expect(await storedKeys('videos/')).not.toContain(`videos/${uuid}`)
    expect(await storedKeys('originals/')).not.toContain(`originals/${uuid}`)
    expect(await readStored(video.id)).toEqual(video.pack)
    expect(await readStored(video.id, 'original')).toEqual(video.original)
  })

  it('is read by ranges over the borders of blocks', async () => {
    const video = await storedVideo(undefined, { pack: 700_000 })
    await sink([video.id])
    const stored = await findStored(video.id)
    const wanted = { role: 'pack', objectKey: `videos/${stored.uuid}`, sizeBytes: 700_000 } as const
    for (const [start, end] of [[0, 0], [262_143, 262_144], [100, 699_999], [699_999, 699_999]] as const) {
      const bytes = await buffer(await openStoredRange(stored, wanted, { start, end }))
      expect(bytes).toEqual(video.pack.subarray(start, end + 1))
    }
  }) // prettier-ignore

  it('shares collections with others, each of a bounded size', async () => {
    const videos = await Promise.all(Array.from({ length: 9 }, () => storedVideo()))
    await sink(videos.map(({ id }) => id))
    const numbers = new Set(await Promise.all(videos.map(async ({ id }) => String((await findStored(id)).collectionId)))) // prettier-ignore
    expect(numbers.size).toBeGreaterThan(1)
    expect(numbers.size).toBeLessThan(9)
    for (const { sizeBytes } of await Collection.find({ state: 'sealed' }).lean()) {
      expect(sizeBytes).toBeLessThan(SMALL_LIMITS.collectionBytes * 1.1)
    }
  })

  it('comes back up whole, and its members are buried', async () => {
    const video = await storedVideo()
    await sink([video.id])
    await restore(video.id)
    expect(await stageOf(video.id)).toBe('RELIVE')
    expect(await readStored(video.id)).toEqual(video.pack)
    expect(await readStored(video.id, 'original')).toEqual(video.original)
    expect(await CollectionMember.exists({ videoId: video.id, deadAt: null })).toBeNull()
    expect(await TierMove.exists({ videoId: video.id, state: 'open' })).toBeNull()
  })

  it('is brought back once, however many ask at once', async () => {
    const video = await storedVideo()
    await sink([video.id])
    const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => restore(video.id)))
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true)
    expect(await stageOf(video.id)).toBe('RELIVE')
    expect(await TierMove.countDocuments({ videoId: video.id, to: 'RELIVE' })).toBe(1)
    expect(await readStored(video.id)).toEqual(video.pack)
  })

  it('stays up when it was put into the live cache before its turn came', async () => {
    const video = await storedVideo()
    await moveVideo(video.id, { to: 'ARCHIVE', reason: 'rarely_watched' })
    await moveVideo(video.id, { to: 'LIVE', reason: 'trending' })
    await runMoves()
    expect(await stageOf(video.id)).toBe('LIVE')
    expect(await readStored(video.id)).toEqual(video.pack)
    expect(await TierMove.findOne({ videoId: video.id }).lean()).toMatchObject({ state: 'failed' })
  })

  it('does not sink with a damaged file, and lets the others sink', async () => {
    const [good, bad] = [await storedVideo(), await storedVideo()]
    const { uuid } = await findStored(bad.id)
    const damaged = Buffer.from(bad.pack)
    damaged[7]! ^= 1
    await getObjectStore().put(`videos/${uuid}`, damaged, { contentType: 'video/mp4' })
    await sink([good.id, bad.id])
    await runMoves()
    expect(await stageOf(good.id)).toBe('ARCHIVE')
    expect(await stageOf(bad.id)).toBe('RELIVE')
    expect(await TierMove.findOne({ videoId: bad.id }).lean()).toMatchObject({ state: 'failed' })
  })

  it('stays up when the archive has no room', async () => {
    const video = await storedVideo()
    await moveVideo(video.id, { to: 'ARCHIVE', reason: 'rarely_watched' })
    await runMoves(undefined, { ...SMALL_LIMITS, archiveBytes: 1000 })
    expect(await stageOf(video.id)).toBe('RELIVE')
    const move = await TierMove.findOne({ videoId: video.id }).lean()
    expect(move).toMatchObject({ state: 'failed', error: 'The archive is full.' })
  })

  it('is refused a way that no video goes', async () => {
    const video = await storedVideo()
    await expect(moveVideo(video.id, { to: 'EXPIRING', reason: 'by_admin' })).rejects.toThrow(Conflict)
    await expect(moveVideo(video.id, { to: 'AWAITING_PUSH', reason: 'by_admin' })).rejects.toThrow(Conflict)
    await Video.updateOne({ _id: video.id }, { $set: { state: 'playable' } })
    await expect(moveVideo(video.id, { to: 'ARCHIVE', reason: 'by_admin' })).rejects.toThrow(Conflict)
  })

  it('is found by one mover only', async () => {
    const video = await findStored((await storedVideo()).id)
    const now = new Date()
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => setStage(video, { to: 'LIVE', reason: 'trending', now })),
    )
    expect(outcomes.filter((outcome) => outcome !== null)).toHaveLength(1)
  })
})
