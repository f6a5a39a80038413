import { getObjectStore } from '../adapters/object-store/index.ts'
import { CorruptObject } from '../errors.ts'
import { readCollectionBytes } from './collection-bytes.ts'
import type { CollectionDocument } from './collection.model.ts'
import type { CollectionMemberDocument } from './collection-member.model.ts'
import { checkedBytes, checkObject } from './hash-object.ts'
import { fileOf } from './member-rows.ts'
import { readCollected, type ReadBytes } from './vgz/read-collected.ts'

/**
 * Puts a member back under its old key in the object store: checked while it is written, and read back once more. One that
 * lies there already, whole, is left alone.
 * @param note is told how many bytes are through
 * @throws CorruptObject when it is not what it was; nothing is stored then
 */
export async function restoreMember(
  member: CollectionMemberDocument,
  collection: CollectionDocument,
  signal: AbortSignal,
  note: (bytes: number) => void = () => undefined,
): Promise<void> {
  if ((await checkObject(member, signal)) === 'ok') return note(member.sizeBytes)
  const whole = { start: 0, end: member.sizeBytes - 1 }
  const read: ReadBytes = (range, chunkBytes) =>
    readCollectionBytes(collection, range, { signal, chunkBytes })
  const source = await readCollected(fileOf(member), whole, read, signal)
  const checked = checkedBytes(source, member, note)
  await getObjectStore().put(member.objectKey, checked, { contentType: 'video/mp4' })
  if ((await checkObject(member, signal)) !== 'ok') {
    throw new CorruptObject('What was just restored reads back as something else.')
  }
}
