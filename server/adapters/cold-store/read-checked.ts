import type { Readable } from 'node:stream'
import { CorruptObject } from '../../errors.ts'
import type { ByteRange } from '../object-store/port.ts'
import { startedStream } from '../object-store/started-stream.ts'
import { exactPieces } from '../object-store/exact-pieces.ts'
import { CHUNK_BYTES, type ColdRef } from './port.ts'
import { sectorRoot } from './sector-root.ts'

/**
 * A range of which every byte is given only after the root of its chunk was found right: one chunk in memory. The first is
 * checked before this returns.
 * @throws CorruptObject, naming the chunk; what `read` throws
 */
export async function readChecked(
  ref: ColdRef,
  { start, end }: ByteRange,
  read: (covering: ByteRange) => Promise<Readable>,
  signal?: AbortSignal,
): Promise<Readable> {
  const firstChunk = Math.floor(start / CHUNK_BYTES)
  const lastByte = Math.min(ref.sizeBytes, (Math.floor(end / CHUNK_BYTES) + 1) * CHUNK_BYTES) - 1
  const source = await read({ start: firstChunk * CHUNK_BYTES, end: lastByte })
  const parts = checkedParts(ref, firstChunk, { start, end }, source)
  return await startedStream(parts, () => source.destroy(), signal)
}

async function* checkedParts(
  ref: ColdRef,
  firstChunk: number,
  { start, end }: ByteRange,
  source: Readable,
): AsyncGenerator<Buffer> {
  let chunk = firstChunk
  for await (const bytes of exactPieces(source, CHUNK_BYTES)) {
    if (sectorRoot(bytes) !== ref.chunkRoots[chunk]) throw damaged(ref, chunk)
    const begin = chunk * CHUNK_BYTES
    yield bytes.subarray(Math.max(0, start - begin), end + 1 - begin)
    chunk += 1
  }
  if (chunk * CHUNK_BYTES <= end) throw damaged(ref, chunk)
}

function damaged(ref: ColdRef, chunk: number): CorruptObject {
  return new CorruptObject(`Chunk ${chunk} of ${ref.name} came back from the cold store with other bytes.`)
}
