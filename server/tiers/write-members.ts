import { Types } from 'mongoose'
import type { Readable } from 'node:stream'
import type { ByteRange } from '../adapters/object-store/port.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { isDuplicateKey } from '../database.ts'
import { CorruptObject, InsufficientStorage, Unavailable } from '../errors.ts'
import { collectionKey } from './collection-bytes.ts'
import type { CollectionLimits } from './collection-limits.ts'
import { Collection, type CollectionDocument } from './collection.model.ts'
import { CollectionMember, type CollectionMemberDocument } from './collection-member.model.ts'
import { bytesOfNumbers } from './member-rows.ts'
import type { StoredObject } from './stored-objects.ts'
import { TierMove } from './tier-move.model.ts'
import type { CollectedFile } from './vgz/format.ts'
import type { ReadBytes } from './vgz/read-collected.ts'
import { verifyCollection } from './vgz/verify-collection.ts'
import { worstCaseBytes } from './vgz/worst-case.ts'
import { writeCollection, type WrittenCollection } from './vgz/write-collection.ts'

/** What becomes a member, and where its bytes come from. */
export interface NewMember {
  videoId: Types.ObjectId
  creatorId: Types.ObjectId
  object: StoredObject
  open(range?: ByteRange): Promise<Readable>
}

export interface Writing {
  now: Date
  signal: AbortSignal
  limits: CollectionLimits
  /** Work that empties the archive may use what is kept free for it. */
  mayUseReserve: boolean
}

/** Another job took this one for dead: what was to come into its collection is asked for as before, and is that job's now. */
export class WritingGivenUp extends Unavailable {}

const TYPE = 'application/gzip'
const MAX_TRIES = 20

/**
 * Writes a new collection and seals it: its row first, at the most that it can take; its bytes; every block read back and
 * compared; the rows of its members; the seal. No video knows of it yet (settle-collection.ts), so that what a kill
 * leaves before the seal is simply removed (`undoWriting`).
 * @param prepare is told the collection's id before the first byte is written
 * @throws InsufficientStorage when the archive would be over its cap, CorruptObject when a source is not what it should be,
 * WritingGivenUp when the collection went away under it, whatever that looked like
 */
export async function writeMembers(
  members: NewMember[],
  writing: Writing,
  prepare: (collectionId: Types.ObjectId) => Promise<unknown> = async () => undefined,
): Promise<CollectionDocument> {
  const sources = members.map((member) => sourceOf(member))
  const worstBytes = worstCaseBytes(sources)
  await requireRoom(worstBytes, writing)
  const collection = await newCollection(worstBytes, writing.now)
  try {
    await prepare(collection._id)
    const { bytes, written } = writeCollection(sources, { maxBytes: worstBytes })
    await getObjectStore().putLent(collection.objectKey, bytes, { contentType: TYPE, maxBytes: worstBytes })
    writing.signal.throwIfAborted()
    await verify(collection, written(), writing.signal)
    await CollectionMember.insertMany(rowsOf(collection, members, written().files))
    return await seal(collection, members, written(), writing.now)
  } catch (error) {
    const isOurs = await isBeingWritten(collection)
    // a kill comes to the same through reconciling; this only spares the wait
    await undoWriting(collection)
    throw isOurs ? error : givenUp(error)
  }
}

async function isBeingWritten({ _id }: CollectionDocument): Promise<boolean> {
  return (await Collection.exists({ _id, state: 'writing' })) !== null
}

function givenUp(cause: unknown): WritingGivenUp {
  const words = 'This collection was given up while it was written. It is tried again.'
  return new WritingGivenUp(words, { cause })
}

/**
 * Gives up a collection that was never sealed: no video lies in it. First its row says so, after which it can no longer be
 * sealed, by nobody. The row stays, so that its number, and with it the name of its object, is never given again.
 */
export async function undoWriting({ _id }: Pick<CollectionDocument, '_id'>): Promise<void> {
  await Collection.updateOne({ _id, state: 'writing' }, { $set: { state: 'gone', sizeBytes: 0 } })
  const collection = await Collection.findById(_id).lean<CollectionDocument>()
  if (collection?.state !== 'gone') return
  await getObjectStore().remove(collection.objectKey)
  await CollectionMember.deleteMany({ collectionId: _id })
  // what was to come into it is asked for as before
  await TierMove.updateMany({ collectionId: _id, state: 'open' }, { $set: { collectionId: null } })
  await Collection.updateOne({ _id, state: 'gone' }, { $set: { isSettled: true } })
}

/** Bytes of all collections that lie here, those counted in full that are still being written. */
export async function archiveBytes(): Promise<number> {
  const here = await Promise.all(
    (['writing', 'sealed', 'pushing'] as const).map((state) =>
      Collection.find({ state }, { sizeBytes: 1 }).lean<Pick<CollectionDocument, 'sizeBytes'>[]>(),
    ),
  )
  return here.flat().reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}

async function requireRoom(bytes: number, { limits, mayUseReserve }: Writing): Promise<void> {
  const room = await roomInArchive(limits, mayUseReserve)
  if (bytes > room) throw new InsufficientStorage('The archive is full.')
}

export async function roomInArchive(limits: CollectionLimits, mayUseReserve: boolean): Promise<number> {
  const { archiveBytes: cap, collectionBytes } = limits
  // left free for writing anew what lies there already: otherwise a full archive could not be emptied either
  const reserve = mayUseReserve ? 0 : Math.min(collectionBytes, cap / 10)
  return cap - reserve - (await archiveBytes())
}

function sourceOf(member: NewMember) {
  const { role, sizeBytes, sha256 } = member.object
  const id = new Types.ObjectId().toHexString()
  return { id, name: `${role}/${member.videoId.toHexString()}`, sizeBytes, sha256, open: member.open }
}

/** Numbers only grow, and none is given twice: the unique index decides between two. */
async function newCollection(sizeBytes: number, now: Date): Promise<CollectionDocument> {
  for (let tries = 1; ; tries++) {
    const last = await Collection.findOne({}, { number: 1 }).sort({ number: -1 }).lean<{ number: number }>()
    const number = (last?.number ?? 0) + 1
    try {
      const row = await Collection.create({
        number,
        state: 'writing',
        objectKey: collectionKey(number),
        sizeBytes,
        createdAt: now,
      })
      return row.toObject()
    } catch (error) {
      if (!isDuplicateKey(error) || tries === MAX_TRIES) throw error
    }
  }
}

async function verify(
  { objectKey }: CollectionDocument,
  { sizeBytes, files }: WrittenCollection,
  signal: AbortSignal,
): Promise<void> {
  const stored = await getObjectStore().stat(objectKey)
  const read: ReadBytes = (range, chunkBytes) =>
    getObjectStore().read(objectKey, range, { chunkBytes, isLent: chunkBytes !== undefined })
  const { done } = await verifyCollection(files, read, signal).next()
  if (stored?.sizeBytes !== sizeBytes || !done) {
    throw new CorruptObject('What was just written to the archive reads back as something else.')
  }
}

function rowsOf(
  { _id: collectionId }: CollectionDocument,
  members: NewMember[],
  files: CollectedFile[],
): CollectionMemberDocument[] {
  return files.map((file, index) => {
    const { videoId, creatorId, object } = members[index]!
    return {
      _id: new Types.ObjectId(file.id),
      collectionId,
      videoId,
      creatorId,
      role: object.role,
      objectKey: object.objectKey,
      sizeBytes: file.sizeBytes,
      sha256: file.sha256,
      offset: file.offset,
      level: file.level,
      blockBytes: bytesOfNumbers(file.blockBytes),
      blockHashes: file.blockHashes,
      deadAt: null,
      isErased: false,
    }
  })
}

async function seal(
  collection: CollectionDocument,
  members: NewMember[],
  { sizeBytes, sha256 }: WrittenCollection,
  now: Date,
): Promise<CollectionDocument> {
  const liveBytes = members.reduce((sum, { object }) => sum + object.sizeBytes, 0)
  const sealed = await Collection.findOneAndUpdate(
    { _id: collection._id, state: 'writing' },
    { $set: { state: 'sealed', sizeBytes, sha256, liveBytes, memberCount: members.length, sealedAt: now } },
    { returnDocument: 'after' },
  ).lean<CollectionDocument>()
  if (!sealed) throw givenUp(undefined)
  return sealed
}
