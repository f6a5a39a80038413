import type { Types } from 'mongoose'
import type { ByteRange } from '../adapters/object-store/port.ts'
import { Unavailable } from '../errors.ts'
import { readCollectionBytes } from './collection-bytes.ts'
import type { CollectionDocument } from './collection.model.ts'
import { CollectionMember, type CollectionMemberDocument } from './collection-member.model.ts'
import { fileOf, type MemberFacts } from './member-rows.ts'
import { settleCollection } from './settle-collection.ts'
import { readCollected } from './vgz/read-collected.ts'
import { writeMembers, type NewMember, type Writing } from './write-members.ts'

/**
 * Writes living members of a collection into a new one, to which their videos then go over; in the old one they are
 * buried.
 * @param claim is told the new collection before the first byte; false calls it off
 * @returns the new collection, null when it was called off
 */
export async function recollect(
  collection: CollectionDocument,
  members: MemberFacts[],
  work: Omit<Writing, 'mayUseReserve'>,
  claim: (collectionId: Types.ObjectId) => Promise<boolean> = async () => true,
): Promise<CollectionDocument | null> {
  const sources = members.map((member) => sourceOf(collection, member))
  const calledOff = new Unavailable('Somebody else has one of these videos in hand.')
  try {
    const written = await writeMembers(sources, { ...work, mayUseReserve: true }, async (collectionId) => {
      if (!(await claim(collectionId))) throw calledOff
    })
    await settleCollection(written, work)
    return written
  } catch (error) {
    if (error === calledOff) return null
    throw error
  }
}

/** A living member of a collection, to be written into another. */
export function sourceOf(collection: CollectionDocument, member: MemberFacts): NewMember {
  const { videoId, creatorId, role, objectKey, sizeBytes, sha256 } = member
  return {
    videoId,
    creatorId,
    object: { role, objectKey, sizeBytes, sha256 },
    async open(range?: ByteRange) {
      const row = await CollectionMember.findById(member._id).orFail().lean<CollectionMemberDocument>()
      const whole = { start: 0, end: sizeBytes - 1 }
      return await readCollected(fileOf(row), range ?? whole, (bytes, chunkBytes) =>
        readCollectionBytes(collection, bytes, { chunkBytes }),
      )
    },
  }
}
