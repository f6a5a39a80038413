import type { Readable } from 'node:stream'
import { getColdStore } from '../adapters/cold-store/index.ts'
import type { ByteRange } from '../adapters/object-store/port.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { Gone, NotFound } from '../errors.ts'
import { Collection, type CollectionDocument, type CollectionState } from './collection.model.ts'

/** `collection-<n>.vgz`, as people who look into the store see it. */
export function collectionName(number: number): string {
  return `collection-${number}.vgz`
}

export function collectionKey(number: number): string {
  return `collections/${collectionName(number)}`
}

type Place = Pick<CollectionDocument, '_id' | 'state' | 'objectKey' | 'cold'>

const HERE: readonly CollectionState[] = ['writing', 'sealed', 'pushing']

/**
 * Bytes of a collection from where it lies: the object store, or the cold one. One that is just moved to the cold store
 * is looked for there as well. `chunkBytes` as of ReadBytes (vgz/read-collected.ts).
 * @throws Gone, Unavailable, CorruptObject, and NotFound when it is in neither
 */
export async function readCollectionBytes(
  collection: Place,
  range: ByteRange,
  { signal, chunkBytes }: { signal?: AbortSignal; chunkBytes?: number } = {},
): Promise<Readable> {
  if (!HERE.includes(collection.state)) return await readCold(collection, range, signal)
  try {
    return await getObjectStore().read(collection.objectKey, range, {
      chunkBytes,
      isLent: chunkBytes !== undefined,
    })
  } catch (error) {
    if (!(error instanceof NotFound)) throw error
    const now = await Collection.findById(collection._id).lean<CollectionDocument>()
    if (!now || HERE.includes(now.state)) throw error
    return await readCold(now, range, signal)
  }
}

async function readCold({ state, cold }: Place, range: ByteRange, signal?: AbortSignal): Promise<Readable> {
  if (state === 'gone' || !cold) throw new Gone('The time of this copy is over.')
  // whoever reads a collection compares each block with its own hash
  return await getColdStore().readUnchecked(cold, range, signal)
}
