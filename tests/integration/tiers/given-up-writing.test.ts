import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import '../../../server/all-models.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { getObjectStore } from '../../../server/adapters/object-store/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { Collection, type CollectionDocument } from '../../../server/tiers/collection.model.ts'
import { giveBack } from '../../../server/tiers/give-back.ts'
import { moveVideo } from '../../../server/tiers/move-video.ts'
import { TierMove } from '../../../server/tiers/tier-move.model.ts'
import { undoWriting } from '../../../server/tiers/write-members.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { readStored, runMoves, sink, stageOf, storedVideo } from '../../support/tiers.ts'
import { userActor } from '../../support/videos.ts'

const DAY_MS = 24 * 3600_000
const start = new Date('2026-03-01T00:00:00Z')
const day = (number: number) => new Date(start.getTime() + number * DAY_MS)

let databases: TestDatabases
beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations })
})
afterEach(() => vi.restoreAllMocks())
afterAll(() => databases.stop())

type Stored = Awaited<ReturnType<typeof storedVideo>>

/** Of each way that writes a collection: what asks for it, and where the video is after it. */
const WAYS = {
  async 'into the archive'(video: Stored) {
    await moveVideo(video.id, { to: 'ARCHIVE', reason: 'rarely_watched', now: start })
    return { end: 'ARCHIVE', now: start }
  },
  async 'out of it, while others stay'(video: Stored) {
    await sink([video.id, (await storedVideo()).id], start)
    await moveVideo(video.id, { to: 'EXPIRING', reason: 'hardly_ever_watched', now: start })
    return { end: 'EXPIRING', now: start }
  },
  async 'back from a copy'(video: Stored) {
    await sink([video.id], start)
    await moveVideo(video.id, { to: 'EXPIRING', reason: 'hardly_ever_watched', now: start })
    for (const days of [0, 15, 30]) await runMoves(day(days))
    await giveBack(userActor(), { videoId: video.id, offset: 0, bytes: video.pack }, 0)
    return { end: 'EXPIRING', now: day(31) }
  },
} as const

/** What the job does that begins while this one is thought dead (move-collections.ts). */
async function giveUpWriting(): Promise<void> {
  const writing = await Collection.find({ state: 'writing' }).lean<CollectionDocument[]>()
  expect(writing).toHaveLength(1)
  await undoWriting(writing[0]!)
}

function whilePutting(when: 'before' | 'after', act: () => Promise<void>): void {
  const store = getObjectStore()
  const putLent = store.putLent.bind(store)
  vi.spyOn(store, 'putLent').mockImplementationOnce(async (...args) => {
    if (when === 'before') await act()
    const stored = await putLent(...args)
    if (when === 'after') await act()
    return stored
  })
}

describe.each(['before', 'after'] as const)('a collection that another job gives up %s its bytes are put', (when) => {
  it.each(Object.keys(WAYS) as (keyof typeof WAYS)[])('leaves the way %s asked for', async (way) => {
    const video = await storedVideo()
    const { end, now } = await WAYS[way](video)
    whilePutting(when, giveUpWriting)
    await runMoves(now).catch(() => undefined)
    expect(await TierMove.countDocuments({ videoId: video.id, state: 'open' })).toBe(1)
    await runMoves(now)
    expect(await stageOf(video.id)).toBe(end)
    expect(await TierMove.countDocuments({ state: 'open' })).toBe(0)
    expect(await readStored(video.id)).toEqual(video.pack)
  })
}) // prettier-ignore
