import { trusted, type Types } from 'mongoose'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { Collection } from './collection.model.ts'
import { CollectionMember, type CollectionMemberDocument } from './collection-member.model.ts'
import type { CollectedFile } from './vgz/format.ts'

/** Everything but where each block lies: of a thousand members those take a hundred megabytes. */
const WITHOUT_BLOCKS = { blockBytes: 0, blockHashes: 0 } as const
export type MemberFacts = Omit<CollectionMemberDocument, 'blockBytes' | 'blockHashes'>

export function findLiveMembers(collectionId: Types.ObjectId): Promise<MemberFacts[]> {
  return CollectionMember.find({ collectionId, deadAt: null }, WITHOUT_BLOCKS).lean<MemberFacts[]>().exec()
}

export function fileOf(row: CollectionMemberDocument): CollectedFile {
  return {
    id: row._id.toHexString(),
    name: `${row.role}/${row._id.toHexString()}`,
    sizeBytes: row.sizeBytes,
    sha256: row.sha256,
    offset: row.offset,
    level: row.level === 6 ? 6 : 0,
    blockBytes: numbersOf(bytesOf(row.blockBytes)),
    blockHashes: bytesOf(row.blockHashes),
  }
}

/** Little-endian, whatever machine this is. */
export function bytesOfNumbers(numbers: Uint32Array): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4)
  numbers.forEach((value, index) => bytes.writeUInt32LE(value, index * 4))
  return bytes
}

function numbersOf(bytes: Buffer): Uint32Array {
  return Uint32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readUInt32LE(index * 4))
}

/** Of a plain read: the driver gives a Binary where mongoose would give a Buffer. */
function bytesOf(value: Buffer | { buffer: Uint8Array }): Buffer {
  return Buffer.isBuffer(value) ? value : Buffer.from(value.buffer)
}

/**
 * They count as nothing from now on, and go with their collection, or when it is written anew without them. What the video
 * says decides: in the collection that it names, its members live, whatever two who settle it at once believed.
 */
export async function buryMembers(
  filter: { videoId: Types.ObjectId; collectionId?: Types.ObjectId },
  now: Date,
  { isErased }: { isErased?: true } = {},
): Promise<void> {
  const rows = await CollectionMember.find(filter, { collectionId: 1, deadAt: 1 }).lean<MemberFacts[]>()
  const home = await homeOf(filter.videoId)
  // also those that are dead already: a run that was cut had buried them, and not counted
  const leaving = rows.filter(({ collectionId }) => !collectionId.equals(home ?? undefined))
  const ids = leaving.filter(({ deadAt }) => deadAt === null).map(({ _id }) => _id)
  const dead = { deadAt: now, ...(isErased ? { isErased } : {}) }
  if (ids.length > 0) await CollectionMember.updateMany({ _id: trusted({ $in: ids }) }, { $set: dead })
  const collections = new Map(leaving.map((row) => [row.collectionId.toHexString(), row.collectionId]))
  for (const collectionId of collections.values()) {
    await reviveMembers(collectionId)
    await countLiveBytes(collectionId)
  }
}

/** Of videos that lie in this collection and whose members were buried all the same. */
export async function reviveMembers(collectionId: Types.ObjectId): Promise<void> {
  const buried = { collectionId, deadAt: trusted({ $ne: null }) }
  const rows = await CollectionMember.find(buried, { videoId: 1 }).lean<MemberFacts[]>()
  const videos = new Map(rows.map(({ videoId }) => [videoId.toHexString(), videoId]))
  for (const videoId of videos.values()) {
    if (collectionId.equals((await homeOf(videoId)) ?? undefined)) {
      await CollectionMember.updateMany({ collectionId, videoId }, { $set: { deadAt: null } })
    }
  }
}

/** The collection that a video lies in; null while it lies in none. */
async function homeOf(videoId: Types.ObjectId): Promise<Types.ObjectId | null> {
  const fields = { storageStage: 1, collectionId: 1 }
  const video = await Video.findOne({ _id: videoId, deletedAt: null }, fields).lean<VideoDocument>()
  const isSunk = video?.storageStage === 'ARCHIVE' || video?.storageStage === 'EXPIRING'
  return isSunk ? (video.collectionId ?? null) : null
}

/** Counted anew each time: a run that is done again counts the same. */
export async function countLiveBytes(collectionId: Types.ObjectId): Promise<number> {
  const members = await findLiveMembers(collectionId)
  const liveBytes = members.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  await Collection.updateOne({ _id: collectionId }, { $set: { liveBytes } })
  return liveBytes
}
