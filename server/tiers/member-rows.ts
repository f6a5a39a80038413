import { trusted, type Types } from 'mongoose'
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

/** They count as nothing from now on, and go with their collection, or when it is written anew without them. */
export async function buryMembers(
  filter: { videoId: Types.ObjectId; collectionId?: Types.ObjectId },
  now: Date,
  options: { except?: Types.ObjectId; isErased?: true } = {},
): Promise<void> {
  const { except, isErased } = options
  const live = { ...filter, deadAt: null, ...(except ? { collectionId: trusted({ $ne: except }) } : {}) }
  const rows = await CollectionMember.find(live, { collectionId: 1 }).lean<MemberFacts[]>()
  await CollectionMember.updateMany(live, { $set: { deadAt: now, ...(isErased ? { isErased } : {}) } })
  const collections = new Map(rows.map((row) => [row.collectionId.toHexString(), row.collectionId]))
  for (const collectionId of collections.values()) await countLiveBytes(collectionId)
}

/** Counted anew each time: a run that is done again counts the same. */
export async function countLiveBytes(collectionId: Types.ObjectId): Promise<number> {
  const members = await findLiveMembers(collectionId)
  const liveBytes = members.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  await Collection.updateOne({ _id: collectionId }, { $set: { liveBytes } })
  return liveBytes
}
