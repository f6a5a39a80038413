import { trusted } from 'mongoose'
import { getObjectStore } from '../adapters/object-store/index.ts'
import type { ByteRange } from '../adapters/object-store/port.ts'
import { CorruptObject, InsufficientStorage, NotFound } from '../errors.ts'
import { logger } from '../logger.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import type { CollectionLimits } from './collection-limits.ts'
import { checkObject } from './hash-object.ts'
import { failMove } from './journal.ts'
import { settleCollection } from './settle-collection.ts'
import { findStoredObjects, type StoredObject } from './stored-objects.ts'
import { TierMove, type TierMoveDocument } from './tier-move.model.ts'
import { roomInArchive, writeMembers, type NewMember, type Writing } from './write-members.ts'

/** A video that is asked to sink, with what sinks of it. */
interface Sinking {
  move: TierMoveDocument
  video: VideoDocument
  objects: StoredObject[]
}

/**
 * Sinks what is asked to sink (open lines of the journal), one collection after another, until nothing is left.
 * @returns how many collections were written
 */
export async function archiveVideos(work: Omit<Writing, 'mayUseReserve'>): Promise<number> {
  for (let written = 0; ; written++) {
    work.signal.throwIfAborted()
    const batch = await nextBatch(work)
    if (batch.length === 0) return written
    await archiveBatch(batch, { ...work, mayUseReserve: false })
  }
}

/** Oldest first, as many as one collection and the room in the archive take. What cannot sink is told so. */
async function nextBatch({ now, limits }: Pick<Writing, 'now' | 'limits'>): Promise<Sinking[]> {
  const asked = await TierMove.find({ state: 'open', to: 'ARCHIVE', from: 'RELIVE', collectionId: null })
    .sort({ _id: 1 })
    .limit(limits.members)
    .lean<TierMoveDocument[]>()
  if (asked.length === 0) return []
  const room = await roomInArchive(limits, false)
  const batch: Sinking[] = []
  let bytes = 0
  for (const move of asked) {
    const sinking = await findSinking(move, now)
    if (!sinking) continue
    const more = atMost(sinking.objects)
    if (bytes > 0 && isClosed(bytes + more, batch.length, limits)) break
    if (bytes + more > room) {
      await failMove(move, 'The archive is full.', now)
      continue
    }
    batch.push(sinking)
    bytes += more
  }
  // all of these were told that they cannot: there may be more behind them
  return batch.length > 0 || asked.length < limits.members ? batch : await nextBatch({ now, limits })
}

async function findSinking(move: TierMoveDocument, now: Date): Promise<Sinking | null> {
  const video = await Video.findOne({ _id: move.videoId, deletedAt: null }).lean<VideoDocument>()
  const objects = video?.storageStage === 'RELIVE' ? await findStoredObjects(video) : null
  if (video && objects && (await areThere(objects))) return { move, video, objects }
  await failMove(move, reasonOf(video, objects), now)
  return null
}

function reasonOf(video: VideoDocument | null, objects: StoredObject[] | null): string {
  if (!video) return 'This video was deleted.'
  if (video.storageStage !== 'RELIVE') return 'This video was watched meanwhile, so it stays.'
  if (!objects) return 'This video is still being prepared.'
  return 'A file of this video is missing or damaged. The report of the storage says more.'
}

async function areThere(objects: StoredObject[]): Promise<boolean> {
  for (const { objectKey, sizeBytes } of objects) {
    const info = await getObjectStore().stat(objectKey)
    if (info?.sizeBytes !== sizeBytes) return false
  }
  return true
}

/** Generous; what is written is counted exactly (write-members.ts). */
function atMost(objects: StoredObject[]): number {
  return objects.reduce((sum, { sizeBytes }) => sum + Math.ceil(sizeBytes * 1.002) + 4096, 0)
}

function isClosed(bytes: number, videos: number, limits: CollectionLimits): boolean {
  return bytes > limits.collectionBytes || videos * 2 >= limits.members
}

async function archiveBatch(batch: Sinking[], writing: Writing): Promise<void> {
  const moves = batch.map(({ move }) => move._id)
  try {
    const collection = await writeMembers(batch.flatMap(membersOf), writing, (collectionId) =>
      TierMove.updateMany(
        { _id: trusted({ $in: moves }), state: 'open', collectionId: null },
        { $set: { collectionId } },
      ),
    )
    await settleCollection(collection, writing)
  } catch (error) {
    if (error instanceof InsufficientStorage) await failAll(batch, error, writing.now)
    else if (error instanceof CorruptObject || error instanceof NotFound) await failDamaged(batch, writing)
    else throw error
    logger.warn({ error, videos: batch.length }, 'videos could not be archived')
  }
}

function membersOf({ move, video, objects }: Sinking): NewMember[] {
  return objects.map((object) => ({
    videoId: move.videoId!,
    creatorId: video.uploader,
    object,
    open: (range?: ByteRange) => getObjectStore().read(object.objectKey, range, { isLent: !range }),
  }))
}

async function failAll(batch: Sinking[], error: unknown, now: Date): Promise<void> {
  for (const { move } of batch) await failMove(move, error, now)
}

/** One bad file must not keep the others from sinking: those whose files are right are asked for again by themselves. */
async function failDamaged(batch: Sinking[], { now, signal }: Writing): Promise<void> {
  let failed = 0
  for (const { move, objects } of batch) {
    const states = await Promise.all(objects.map((object) => checkObject(object, signal)))
    if (states.every((state) => state === 'ok')) continue
    failed++
    await failMove(move, 'A file of this video is missing or damaged. The report of the storage says more.', now)
  } // prettier-ignore
  // every source is right, and still what was written was not: never tried for ever
  if (failed === 0) await failAll(batch, 'What was written to the archive read back as something else.', now)
}
