import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { CorruptObject, NotFound } from '../errors.ts'
import type { StoredObject } from './stored-objects.ts'

export type Expected = Pick<StoredObject, 'objectKey' | 'sizeBytes' | 'sha256'>

/** Reads all of it: is this object there, and byte for byte what its record says? */
export async function checkObject(
  expected: Expected,
  signal?: AbortSignal,
): Promise<'ok' | 'missing' | 'damaged'> {
  const info = await getObjectStore().stat(expected.objectKey)
  if (!info) return 'missing'
  if (info.sizeBytes !== expected.sizeBytes) return 'damaged'
  try {
    const source = await getObjectStore().read(expected.objectKey)
    return (await hashOf(source, signal)) === expected.sha256 ? 'ok' : 'damaged'
  } catch (error) {
    if (error instanceof NotFound) return 'missing'
    throw error
  }
}

/**
 * The bytes of a source, with an error at their end unless they are as many and have the hash that they should.
 * @param note is told how many come through
 */
export function checkedBytes(
  source: Readable,
  { sizeBytes, sha256 }: Pick<Expected, 'sizeBytes' | 'sha256'>,
  note: (bytes: number) => void = () => undefined,
): Readable {
  async function* bytes() {
    const hash = createHash('sha256')
    let seen = 0
    for await (const chunk of source as AsyncIterable<Buffer>) {
      seen += chunk.length
      hash.update(chunk)
      note(chunk.length)
      yield chunk
    }
    const isRight = seen === sizeBytes && hash.digest('hex') === sha256
    if (!isRight) throw new CorruptObject('Stored bytes are not what they were when they were stored.')
  }
  return Readable.from(bytes(), { objectMode: false })
}

async function hashOf(source: Readable, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of source) {
    signal?.throwIfAborted()
    hash.update(chunk as Buffer)
  }
  return hash.digest('hex')
}
