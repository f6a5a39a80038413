import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { clampRange } from '../../adapters/object-store/byte-range.ts'
import type { ByteRange } from '../../adapters/object-store/port.ts'
import { startedStream } from '../../adapters/object-store/started-stream.ts'
import { AppError, RangeNotSatisfiable, Unavailable } from '../../errors.ts'
import { ExactReader } from './exact-reader.ts'
import { BLOCK_BYTES, type CollectedFile } from './format.ts'
import { damagedBlock, openBlock } from './open-block.ts'

/**
 * Gives a range of the collection's bytes, wherever it lies. With `chunkBytes`: best in chunks of this size, which may be
 * lent (`isLent` of the object store).
 */
export type ReadBytes = (range: ByteRange, chunkBytes?: number) => Promise<Readable>

/**
 * A range of a file out of its collection. Only the blocks that it touches are read, in one request, one or two of them in
 * memory; each is given only after its SHA-256 was found right. The first is read before this returns, so that what is
 * wrong with it is known before an answer begins; what is wrong later ends the stream with the same errors.
 * @throws RangeNotSatisfiable; CorruptObject, naming the block; Unavailable, when reading fails; what `readBytes` throws
 */
export async function readCollected(
  file: CollectedFile,
  range: ByteRange,
  readBytes: ReadBytes,
  signal?: AbortSignal,
): Promise<Readable> {
  signal?.throwIfAborted()
  const { start, end } = clampRange(range, file.sizeBytes)
  const blocks = await openBlocks(
    file,
    Math.floor(start / BLOCK_BYTES),
    Math.floor(end / BLOCK_BYTES),
    readBytes,
  )
  return await startedStream(partsOf(blocks, { start, end }), () => blocks.destroy(), signal)
}

/** Some neighbouring blocks of a file, one after the other. */
export class BlockRow {
  private readonly file: CollectedFile
  private readonly source: Readable
  private readonly reader: ExactReader
  private readonly last: number
  private block: number

  constructor(file: CollectedFile, first: number, last: number, source: Readable) {
    this.file = file
    this.block = first
    this.last = last
    this.source = source
    this.reader = new ExactReader(source)
    // what goes wrong while nobody reads is met by the next reading
    source.on('error', () => undefined)
  }

  /** @returns the next block, null after the last. @throws CorruptObject, Unavailable */
  async next(): Promise<{ block: number; input: Buffer[] } | null> {
    const found = await this.nextOrDamaged()
    if (found && !found.input) throw damagedBlock(this.file, found.block)
    return found as { block: number; input: Buffer[] } | null
  }

  /** The same with null for what is in a damaged block; those after it are still read. */
  async nextOrDamaged(): Promise<{ block: number; input: Buffer[] | null } | null> {
    if (this.block > this.last) return null
    const block = this.block++
    const member = await this.reader.take(this.file.blockBytes[block]!).catch((error: unknown) => {
      throw translateReading(error)
    })
    return { block, input: await openBlock(this.file, block, member) }
  }

  destroy(): void {
    this.source.destroy()
  }
}

/** Opens the blocks from `first` to `last`, both inclusive. */
export async function openBlocks(
  file: CollectedFile,
  first: number,
  last: number,
  readBytes: ReadBytes,
): Promise<BlockRow> {
  const sum = (from: number, to: number) =>
    file.blockBytes.subarray(from, to).reduce((bytes, each) => bytes + each, 0)
  const start = file.offset + sum(0, first)
  const bytes = sum(first, last + 1)
  // blocks of which nothing is left (recover-index.ts) are damaged like others
  if (bytes === 0) return new BlockRow(file, first, last, Readable.from([]))
  // blocks that are stored have the same size, so that each comes as one chunk
  const source = await readBytes({ start, end: start + bytes - 1 }, file.blockBytes[first]!).catch(
    (error: unknown) => {
      // the collection ends before this block, which is no fault of who asked
      throw error instanceof RangeNotSatisfiable ? damagedBlock(file, first) : error
    },
  )
  return new BlockRow(file, first, last, source)
}

/** A small part of a collection, whole. @throws Unavailable, and what `readBytes` throws */
export async function readPart(range: ByteRange, readBytes: ReadBytes): Promise<Buffer> {
  const source = await readBytes(range)
  return await buffer(source).catch((error: unknown) => {
    throw translateReading(error)
  })
}

async function* partsOf(blocks: BlockRow, { start, end }: ByteRange): AsyncGenerator<Buffer> {
  for (let found = await blocks.next(); found; found = await blocks.next()) {
    const begin = found.block * BLOCK_BYTES
    // a copy: what the block was read into is used for the next one
    yield Buffer.concat(found.input).subarray(Math.max(0, start - begin), end + 1 - begin)
  }
}

/** A store names what it throws before the first byte; what a stream of it throws is the system's or the network's. */
function translateReading(error: unknown): AppError {
  if (error instanceof AppError) return error
  return new Unavailable('The archive cannot be read at the moment. Try again shortly.', { cause: error })
}
