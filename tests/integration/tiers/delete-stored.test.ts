import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import '../../../server/all-models.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { getColdStore } from '../../../server/adapters/cold-store/index.ts'
import { getObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { Conflict } from '../../../server/errors.ts'
import { Collection } from '../../../server/tiers/collection.model.ts'
import { CreatorCopy } from '../../../server/tiers/creator-copy.model.ts'
import { CollectionMember } from '../../../server/tiers/collection-member.model.ts'
import { findOrphans } from '../../../server/tiers/find-orphans.ts'
import { findStorageFaults, repairVideo } from '../../../server/tiers/find-storage-faults.ts'
import { holdVideo, releaseVideo } from '../../../server/tiers/hold.ts'
import { moveVideo } from '../../../server/tiers/move-video.ts'
import { restoreVideo } from '../../../server/tiers/restore-video.ts'
import { sweepStorage } from '../../../server/tiers/sweep-storage.ts'
import { deleteVideo } from '../../../server/videos/delete-video.ts'
import { Video } from '../../../server/videos/video.model.ts'
import { bringUp } from '../../../server/worker/bring-up.ts'
import { removeVideo } from '../../../server/worker/remove-video.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import {
  findStored,
  readStored,
  runMoves,
  sink,
  stageOf,
  storedKeys,
  storedVideo,
} from '../../support/tiers.ts'
import { userActor } from '../../support/videos.ts'

let databases: TestDatabases
beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations })
})
afterAll(async () => {
  await closeQueue(0)
  await databases.stop()
})

const signal = new AbortController().signal

/** Random bytes do not shrink, so they stand in a collection as they are. */
async function placesWith(bytes: Buffer): Promise<string[]> {
  const canary = bytes.subarray(1000, 1064)
  const places: string[] = []
  for (const key of await storedKeys()) {
    if ((await buffer(await getObjectStore().read(key))).includes(canary)) places.push(key)
  }
  for await (const { uri, sizeBytes } of getColdStore().list()) {
    const ref = { kind: 'local', uri, sizeBytes, name: '', contentType: '', sha256: '', chunkRoots: [] } as const
    const stored = await buffer(await getColdStore().readUnchecked({ ...ref, chunkRoots: [] }, { start: 0, end: sizeBytes - 1 }))
    if (stored.includes(canary)) places.push(uri)
  }
  return places
} // prettier-ignore

async function remove(id: string): Promise<void> {
  await Video.updateOne({ _id: id }, { $set: { deletedAt: new Date() } })
  await removeVideo(id, signal)
  await runMoves()
}

describe('a deleted video', () => {
  it('leaves no byte in the collection that it shared, and the others stay whole', async () => {
    const [deleted, other] = [await storedVideo(), await storedVideo()]
    await sink([deleted.id, other.id])
    expect(await placesWith(deleted.pack)).toHaveLength(1)
    await remove(deleted.id)
    expect(await placesWith(deleted.pack)).toEqual([])
    expect(await placesWith(deleted.original)).toEqual([])
    expect(await CollectionMember.exists({ videoId: deleted.id })).toBeNull()
    expect(await readStored(other.id)).toEqual(other.pack)
    expect(await readStored(other.id, 'original')).toEqual(other.original)
  })

  it('leaves none after a run that was killed when its members were buried and not counted', async () => {
    const video = await storedVideo()
    await sink([video.id])
    await moveVideo(video.id, { to: 'EXPIRING', reason: 'by_admin' })
    await runMoves()
    await CollectionMember.updateMany({ videoId: video.id }, { $set: { deadAt: new Date() } })
    await remove(video.id)
    expect(await placesWith(video.pack)).toEqual([])
  })

  it('leaves none in the cold store', async () => {
    const video = await storedVideo()
    await sink([video.id])
    await moveVideo(video.id, { to: 'EXPIRING', reason: 'hardly_ever_watched' })
    await runMoves()
    expect(await placesWith(video.pack)).toHaveLength(1)
    await remove(video.id)
    expect(await placesWith(video.pack)).toEqual([])
  })

  it('leaves none in a cold collection that it shared; the others stay, with their deadlines and copies', async () => {
    const [deleted, other] = [await storedVideo(), await storedVideo()]
    await sink([deleted.id, other.id])
    for (const { id } of [deleted, other])
      await moveVideo(id, { to: 'EXPIRING', reason: 'hardly_ever_watched' })
    await runMoves()
    const { collectionId: before, uploader } = await findStored(other.id)
    const sentAt = new Date()
    await CreatorCopy.create({ collectionId: before!, creatorId: uploader, sentAt, mailedAt: null })
    const dates = { copyDueAt: 1, expiresAt: 1, expiringAt: 1, _id: 0 }
    const times = await Collection.findById(before, dates).lean()
    await remove(deleted.id)
    expect(await placesWith(deleted.pack)).toEqual([])
    expect(await placesWith(other.pack)).toHaveLength(1)
    expect(await readStored(other.id)).toEqual(other.pack)
    const { collectionId: after, storageStage } = await findStored(other.id)
    expect(storageStage).toBe('EXPIRING')
    expect(after).not.toEqual(before)
    expect(await Collection.findById(after, dates).lean()).toEqual(times)
    expect((await CreatorCopy.findOne({ collectionId: after, creatorId: uploader }))?.sentAt).toEqual(sentAt)
    expect((await Collection.findById(before).lean())?.state).toBe('gone')
  })

  it('keeps its bytes while it is held, and cannot be deleted by its creator', async () => {
    const creator = userActor()
    const video = await storedVideo(creator.userId)
    await sink([video.id])
    await holdVideo(userActor('admin'), video.id, 'a court asks for it')
    await expect(deleteVideo(creator, video.id)).rejects.toThrow(Conflict)
    await remove(video.id)
    expect(await placesWith(video.pack)).toHaveLength(1)
    await Video.updateOne({ _id: video.id }, { $set: { deletedAt: null } })
    await releaseVideo(userActor('admin'), video.id)
    await remove(video.id)
    expect(await placesWith(video.pack)).toEqual([])
  })
})

describe('the report of the storage', () => {
  it('finds what is missing and damaged, and repairs it from another copy', async () => {
    const video = await storedVideo()
    await sink([video.id])
    await restoreVideo(video.id, { signal })
    const stored = await findStored(video.id)
    await getObjectStore().remove(`videos/${stored.uuid}`)
    await getObjectStore().put(`originals/${stored.uuid}`, Buffer.alloc(video.original.length), { contentType: 'video/mp4' }) // prettier-ignore
    const found = await findStorageFaults({ limit: 100, isDeep: true })
    const mine = found.items.filter(({ videoId }) => videoId === video.id)
    expect(mine).toMatchObject([
      { role: 'pack', kind: 'missing', canRepair: true },
      { role: 'original', kind: 'damaged', canRepair: true },
    ])
    await repairVideo(stored)
    expect(await readStored(video.id)).toEqual(video.pack)
    expect(await readStored(video.id, 'original')).toEqual(video.original)
  })

  it('finds what no record names, and sweeps that alone', async () => {
    const video = await storedVideo()
    await getObjectStore().put('collections/collection-9999.vgz', Buffer.from('left'), { contentType: 'application/gzip' }) // prettier-ignore
    const later = new Date(Date.now() + 60_000)
    const orphans: string[] = []
    for await (const { key } of findOrphans(later, 0)) orphans.push(key)
    expect(orphans).toContain('collections/collection-9999.vgz')
    await sweepStorage({ now: later, signal, olderThanMs: 0 })
    expect(await storedKeys('collections/')).not.toContain('collections/collection-9999.vgz')
    expect(await readStored(video.id)).toEqual(video.pack)
  })
})

it('work on a video that sank brings it back up first', async () => {
  const video = await storedVideo()
  await sink([video.id])
  await bringUp(video.id, signal)
  expect(await stageOf(video.id)).toBe('RELIVE')
})
