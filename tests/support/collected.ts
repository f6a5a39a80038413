import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import type { ByteRange } from '#server/adapters/object-store/port'
import { RangeNotSatisfiable } from '#server/errors'
import type { ReadBytes } from '#server/tiers/vgz/read-collected'
import { writeCollection, type SourceFile, type WrittenCollection } from '#server/tiers/vgz/write-collection'

/** A file in memory that can be collected; `chunkBytes` is how it arrives. */
export function sourceOf(bytes: Buffer, number: number, chunkBytes = 100_000): SourceFile {
  return {
    id: number.toString(16).padStart(24, '0'),
    name: `pack/${String(number).padStart(36, '0')}`,
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    open: async (range?: ByteRange) =>
      Readable.from(chunksOf(range ? bytes.subarray(range.start, range.end + 1) : bytes, chunkBytes)),
  }
}

/** As encoded pictures are: no gain. */
export const noise = (bytes: number) => randomBytes(bytes)
/** As raw ones are. */
export const pattern = (bytes: number) =>
  Buffer.alloc(bytes, 'every frame is nearly like the one before it. ')

export async function collect(
  sources: SourceFile[],
): Promise<{ object: Buffer; written: WrittenCollection; readBytes: ReadBytes }> {
  const { bytes, written } = writeCollection(sources, { maxBytes: 10 ** 9 })
  const object = await collectLent(bytes)
  return { object, written: written(), readBytes: readBytesOf(object) }
}

/** Pieces that are used again once the next but one is asked for. */
export async function collectLent(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const copies: Buffer[] = []
  for await (const piece of pieces) copies.push(Buffer.from(piece))
  return Buffer.concat(copies)
}

/** Reads as a store does: what is beyond the end is not given, and what begins there is an error. */
export function readBytesOf(object: Buffer, chunkBytes = 100_000): ReadBytes {
  return async ({ start, end }) => {
    if (start >= object.length || end < start) throw new RangeNotSatisfiable(`no bytes at ${start}-${end}`)
    return Readable.from(chunksOf(object.subarray(start, end + 1), chunkBytes))
  }
}

/** What a stream gave, and what it ended with. */
export async function drain(stream: Readable): Promise<{ given: Buffer; error: unknown }> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    return { given: Buffer.concat(chunks), error: undefined }
  } catch (error) {
    return { given: Buffer.concat(chunks), error }
  }
}

function* chunksOf(bytes: Buffer, chunkBytes: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes)
}
