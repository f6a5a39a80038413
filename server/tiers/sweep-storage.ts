import { getColdStore } from '../adapters/cold-store/index.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { logger } from '../logger.ts'
import { CollectionMember } from './collection-member.model.ts'
import { Collection, type CollectionDocument } from './collection.model.ts'
import { findOrphans, ORPHAN_AFTER_MS, type Orphan } from './find-orphans.ts'
import { Video } from '../videos/video.model.ts'

interface Sweeping {
  now: Date
  signal: AbortSignal
  olderThanMs?: number
}

const SWEEP_EVERY_MS = 6 * 3600_000
/** Not at once at a start: uploads that a kill left without their video have them within a minute. */
let sweptAt = Date.now()

/** Every some hours of those of the job that writes collections: while it runs, nothing else writes them. */
export async function sweepNowAndThen(sweeping: Sweeping): Promise<void> {
  if (Math.abs(sweeping.now.getTime() - sweptAt) < SWEEP_EVERY_MS) return
  sweptAt = sweeping.now.getTime()
  await sweepStorage(sweeping)
}

/** Removes what no record names. @returns how many objects */
export async function sweepStorage({
  now,
  signal,
  olderThanMs = ORPHAN_AFTER_MS,
}: Sweeping): Promise<number> {
  let swept = 0
  for await (const orphan of findOrphans(now, olderThanMs)) {
    signal.throwIfAborted()
    logger.warn(orphan, 'stored bytes that no record names are removed')
    await removeOrphan(orphan)
    swept++
  }
  await forgetMembers()
  return swept
}

export async function removeOrphan({ store, key, sizeBytes }: Orphan): Promise<void> {
  if (store === 'object') return await getObjectStore().remove(key)
  const { kind } = getColdStore()
  const unknown = { name: '', contentType: '', sha256: key.split('/').at(-1) ?? '', chunkRoots: [] }
  await getColdStore().remove({ ...unknown, kind, uri: key, sizeBytes })
}

/** Rows of collections that are gone stay only for videos that await their copy. */
async function forgetMembers(): Promise<void> {
  const gone = await Collection.find({ state: 'gone', liveBytes: 0, isSettled: true }, { _id: 1 })
    .sort({ _id: -1 })
    .limit(500)
    .lean<CollectionDocument[]>()
  for (const { _id: collectionId } of gone) {
    const members = await CollectionMember.find({ collectionId }, { videoId: 1 }).lean()
    for (const { _id, videoId } of members) {
      const isAwaited = await Video.exists({ _id: videoId, storageStage: 'AWAITING_PUSH', collectionId, deletedAt: null })
      if (!isAwaited) await CollectionMember.deleteOne({ _id })
    }
  }
} // prettier-ignore
