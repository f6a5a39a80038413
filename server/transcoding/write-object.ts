import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { getObjectStore } from '../adapters/object-store/index.ts'
import type { PackPart } from '../videos/pack.model.ts'

export interface FileRange {
  path: string
  start: number
  /** Exclusive. */
  end: number
}

/**
 * Stores ranges of local files one after another as one object, with constant memory.
 * @returns the object with the SHA-256 of its bytes in lower-case hex
 */
export async function writeObject(
  objectKey: string,
  ranges: readonly FileRange[],
  signal: AbortSignal,
): Promise<PackPart> {
  const hash = createHash('sha256')
  async function* bytes() {
    for (const { path, start, end } of ranges) {
      if (end <= start) continue
      for await (const chunk of createReadStream(path, { start, end: end - 1, highWaterMark: 256 * 1024, signal })) {
        hash.update(chunk as Buffer)
        yield chunk as Buffer
      }
    }
  } // prettier-ignore
  const { sizeBytes } = await getObjectStore().put(objectKey, Readable.from(bytes(), { objectMode: false }), {
    contentType: 'video/mp4',
  })
  return { objectKey, sizeBytes, sha256: hash.digest('hex') }
}
