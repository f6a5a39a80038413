import { createHash, hash, randomBytes, type Hash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { deflateRaw } from 'node:zlib'
import type { ByteRange } from '../../adapters/object-store/port.ts'
import { CorruptObject, InvalidInput, TooLarge } from '../../errors.ts'
import { encodeIndex, totalBlocks } from './collection-index.ts'
import { ExactReader } from './exact-reader.ts'
import {
  blockCount,
  HASH_BYTES,
  inputBytesOf,
  MAX_BLOCKS,
  MAX_NAME_BYTES,
  type CollectedFile,
} from './format.ts'
import { LentBuffers } from './lent-buffers.ts'
import { frameMember, storedBytes, TAIL_BYTES } from './member-frame.ts'
import { blockHeaderBytes, encodeHeader, MARK_BYTES } from './member-header.ts'
import { probeLevel } from './probe-gain.ts'
import { worstCaseBytes } from './worst-case.ts'

/** A file that is to be collected. */
export interface SourceFile extends Pick<CollectedFile, 'id' | 'name' | 'sizeBytes' | 'sha256'> {
  /**
   * Opened up to four times: for the probe, with a range, and for the whole. Chunks of the whole may be lent (`isLent` of
   * the object store).
   */
  open(range?: ByteRange): Promise<Readable>
}

export interface WrittenCollection {
  sizeBytes: number
  /** Hex, of all of it. */
  sha256: string
  files: CollectedFile[]
}

/**
 * The bytes of a new collection, made while they are read, in pieces that are lent: each is whole until the one after the
 * next is asked for. Nothing is opened before the first. Memory is bounded: a few blocks
 * and 36 bytes for each that was written. The pieces end with CorruptObject when a source has not exactly the
 * announced bytes, or with what opening or reading it threw; whatever it gave until then is no collection.
 * @returns `bytes`, and `written`, which may be called once they were read to the end
 * @throws TooLarge before anything is read, when it could take more than `maxBytes`; InvalidInput for a name or id that
 * cannot stand in a collection
 */
export function writeCollection(
  files: SourceFile[],
  { maxBytes }: { maxBytes: number },
): { bytes: AsyncIterable<Buffer>; written(): WrittenCollection } {
  files.forEach(checkSource)
  if (worstCaseBytes(files) > maxBytes || totalBlocks(files) > MAX_BLOCKS) {
    throw new TooLarge('These files do not fit into one collection.')
  }
  const writing = new CollectionWriting(maxBytes)
  return { bytes: writing.run(files), written: () => writing.result() }
}

class CollectionWriting {
  private readonly mark = randomBytes(MARK_BYTES)
  private readonly total = createHash('sha256')
  private readonly files: CollectedFile[] = []
  private readonly maxBytes: number
  private readonly buffers = new LentBuffers()
  private sizeBytes = 0
  private finished: WrittenCollection | undefined

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes
  }

  async *run(sources: SourceFile[]): AsyncGenerator<Buffer> {
    for (const source of sources) {
      const level = await probeLevel(source.sizeBytes, source.open)
      const file = newEntry(source, level, this.sizeBytes)
      for await (const member of members(source, file, { mark: this.mark, buffers: this.buffers }))
        yield this.count(member)
      this.files.push(file)
    }
    yield this.count(await encodeIndex(this.files, this.mark, this.sizeBytes))
    this.finished = { sizeBytes: this.sizeBytes, sha256: this.total.digest('hex'), files: this.files }
  }

  result(): WrittenCollection {
    if (!this.finished) throw new Error('a collection is known only once all of its bytes were read')
    return this.finished
  }

  /** The cap was kept to by the worst case already; this holds even if that were wrong. */
  private count(member: Buffer): Buffer {
    this.sizeBytes += member.length
    if (this.sizeBytes > this.maxBytes) throw new TooLarge('A collection came out larger than it could be.')
    this.total.update(member)
    return member
  }
}

interface Framing {
  mark: Buffer
  /** Where members are put together. */
  buffers: LentBuffers
}

/** Gives the members of one file, and fills in its entry. */
async function* members(source: SourceFile, file: CollectedFile, framing: Framing): AsyncGenerator<Buffer> {
  const opened = await source.open()
  try {
    const reader = new ExactReader(opened)
    const whole = createHash('sha256')
    for (let block = 0; block < file.blockBytes.length; block += 1) {
      const inputBytes = inputBytesOf(source.sizeBytes, block)
      const input = await reader.take(inputBytes)
      if (input.length < inputBytes) throw changed(source)
      whole.update(input)
      yield await writeBlock(file, block, input, framing)
    }
    await checkAnnounced(source, reader, whole)
  } finally {
    opened.destroy()
  }
}

async function writeBlock(
  file: CollectedFile,
  block: number,
  input: Buffer,
  { mark, buffers }: Framing,
): Promise<Buffer> {
  const blockHash = hash('sha256', input, 'buffer')
  const deflated = file.level === 0 ? null : await deflateIfSmaller(input)
  const bodyBytes = deflated?.length ?? storedBytes(input.length)
  const memberBytes = blockHeaderBytes(file.name) + bodyBytes + TAIL_BYTES
  const header = encodeHeader({
    kind: 'block',
    mark,
    memberBytes,
    inputBytes: input.length,
    blockHash,
    block,
    fileSizeBytes: file.sizeBytes,
    fileId: file.id,
    fileSha256: file.sha256,
    fileName: file.name,
  })
  file.blockBytes[block] = memberBytes
  blockHash.copy(file.blockHashes, block * HASH_BYTES)
  return frameMember({ header, input, deflated }, buffers.next(memberBytes))
}

async function deflateIfSmaller(input: Buffer): Promise<Buffer | null> {
  const deflated = await promisify(deflateRaw)(input, { level: 6 })
  return deflated.length < storedBytes(input.length) ? deflated : null
}

async function checkAnnounced(source: SourceFile, reader: ExactReader, whole: Hash): Promise<void> {
  const isLonger = (await reader.take(1)).length > 0
  if (isLonger || whole.digest('hex') !== source.sha256) throw changed(source)
}

function changed({ name }: SourceFile): CorruptObject {
  return new CorruptObject(`${name} is not what it was when it was stored, so it is not collected.`)
}

function newEntry({ id, name, sizeBytes, sha256 }: SourceFile, level: 0 | 6, offset: number): CollectedFile {
  const blocks = blockCount(sizeBytes)
  const blockHashes = Buffer.alloc(blocks * HASH_BYTES)
  return { id, name, sizeBytes, sha256, level, offset, blockBytes: new Uint32Array(blocks), blockHashes }
}

/** Only what means the same in JSON, in a gzip header and in a file name. */
function checkSource({ id, name, sizeBytes, sha256 }: SourceFile): void {
  const isNamed = /^[\w./-]+$/.test(name) && name.length <= MAX_NAME_BYTES
  const isKnown = /^[0-9a-f]{24}$/.test(id) && /^[0-9a-f]{64}$/.test(sha256)
  if (isNamed && isKnown && Number.isSafeInteger(sizeBytes) && sizeBytes >= 0) return
  throw new InvalidInput(`${name} cannot stand in a collection: its name, id, size or hash is not one.`)
}
