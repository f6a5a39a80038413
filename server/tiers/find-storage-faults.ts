import { trusted, Types } from 'mongoose'
import type { StorageFaultPage, StorageFaultView } from '#shared/storage'
import { getColdStore } from '../adapters/cold-store/index.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { Conflict } from '../errors.ts'
import { decodeCursor, encodeCursor } from '../page-cursor.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { readCollectionBytes } from './collection-bytes.ts'
import { Collection, type CollectionDocument } from './collection.model.ts'
import { CollectionMember, type CollectionMemberDocument } from './collection-member.model.ts'
import { checkObject } from './hash-object.ts'
import { fileOf } from './member-rows.ts'
import { restoreMember } from './restore-member.ts'
import { isAfloat } from './stage-edges.ts'
import { findStoredObjects, type StoredObject } from './stored-objects.ts'
import { verifyCollection } from './vgz/verify-collection.ts'

export interface FindFaults {
  limit: number
  cursor?: string
  /** Reads every byte and compares hashes; otherwise only whether it is there, with its size. */
  isDeep: boolean
}

/**
 * Videos whose bytes are missing or damaged where their record says that they lie. A page looks at `limit` videos, in the
 * order of their ids, and gives what it found among them, so that one may be empty and not the last.
 */
export async function findStorageFaults({ limit, cursor, isDeep }: FindFaults): Promise<StorageFaultPage> {
  const videos = await Video.find({
    deletedAt: null,
    ...(cursor ? { _id: trusted({ $gt: new Types.ObjectId(readCursor(cursor)) }) } : {}),
  })
    .sort({ _id: 1 })
    .hint({ _id: 1 })
    .limit(limit)
    .lean<VideoDocument[]>()
  const items: StorageFaultView[] = []
  for (const video of videos) items.push(...(await findFaultsOf(video, isDeep)))
  const last = videos.length === limit ? videos.at(-1) : undefined
  return { items, looked: videos.length, nextCursor: last ? encodeCursor(last._id.toHexString()) : null }
} // prettier-ignore

/** A video that awaits its copy has none: that is no fault. */
export async function findFaultsOf(video: VideoDocument, isDeep: boolean): Promise<StorageFaultView[]> {
  const objects = video.storageStage === 'AWAITING_PUSH' ? null : await findStoredObjects(video)
  const faults: StorageFaultView[] = []
  for (const object of objects ?? []) {
    const kind = isAfloat(video.storageStage)
      ? await checkAfloat(object, isDeep)
      : await checkSunk(video, object, isDeep)
    if (kind === 'ok') continue
    const { role, sizeBytes } = object
    const canRepair = (await findOtherCopy(video, object)) !== null
    faults.push({ videoId: video._id.toHexString(), title: video.title, stage: video.storageStage, role, kind, sizeBytes, canRepair }) // prettier-ignore
  }
  return faults
}

/**
 * Puts back what is missing or damaged from another copy that is right: a member that was buried and not yet removed, or
 * an object that was not yet removed.
 * @throws Conflict where there is none
 */
export async function repairVideo(video: VideoDocument): Promise<void> {
  for (const object of (await findStoredObjects(video)) ?? []) {
    if (!isAfloat(video.storageStage) || (await checkObject(object)) === 'ok') continue
    const copy = await findOtherCopy(video, object)
    if (!copy) throw new Conflict('There is no other copy of this video to repair it from.')
    await restoreMember(copy.member, copy.collection, new AbortController().signal)
  }
}

async function checkAfloat(object: StoredObject, isDeep: boolean): Promise<'ok' | 'missing' | 'damaged'> {
  if (isDeep) return await checkObject(object)
  const info = await getObjectStore().stat(object.objectKey)
  if (!info) return 'missing'
  return info.sizeBytes === object.sizeBytes ? 'ok' : 'damaged'
}

async function checkSunk(
  video: VideoDocument,
  object: StoredObject,
  isDeep: boolean,
): Promise<'ok' | 'missing' | 'damaged'> {
  const rows = await CollectionMember.find({ videoId: video._id, role: object.role }).lean<
    CollectionMemberDocument[]
  >()
  const member = rows.find((row) => row.collectionId.equals(video.collectionId ?? undefined))
  // never sank: it lies where it lay
  if (!member || member.objectKey !== object.objectKey) return await checkAfloat(object, isDeep)
  const collection = await Collection.findById(member.collectionId).lean<CollectionDocument>()
  if (!collection || !(await isCollectionThere(collection))) return 'missing'
  return isDeep ? await checkMember(member, collection) : 'ok'
}

async function isCollectionThere({ state, objectKey, cold, sizeBytes }: CollectionDocument): Promise<boolean> {
  const info = state === 'expiring' && cold ? await getColdStore().stat(cold) : await getObjectStore().stat(objectKey)
  return info?.sizeBytes === sizeBytes
} // prettier-ignore

async function checkMember(
  member: CollectionMemberDocument,
  collection: CollectionDocument,
): Promise<'ok' | 'damaged'> {
  const damaged = verifyCollection([fileOf(member)], (range, chunkBytes) =>
    readCollectionBytes(collection, range, { chunkBytes }),
  )
  const { done } = await damaged.next()
  await damaged.return(undefined)
  return done ? 'ok' : 'damaged'
}

/** A member with the same bytes in a collection that is still there, whether it is counted as living or not. */
async function findOtherCopy(
  video: VideoDocument,
  object: StoredObject,
): Promise<{ member: CollectionMemberDocument; collection: CollectionDocument } | null> {
  if (!isAfloat(video.storageStage)) return null
  const members = await CollectionMember.find({ videoId: video._id, role: object.role }).lean<
    CollectionMemberDocument[]
  >()
  for (const member of members.filter(({ sha256 }) => sha256 === object.sha256)) {
    const collection = await Collection.findById(member.collectionId).lean<CollectionDocument>()
    if (!collection || !(await isCollectionThere(collection))) continue
    if ((await checkMember(member, collection)) === 'ok') return { member, collection }
  }
  return null
}

function readCursor(cursor: string): string {
  return decodeCursor(cursor, (key) => /^[0-9a-f]{24}$/.test(key))
}
