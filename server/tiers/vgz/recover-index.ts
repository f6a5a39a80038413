import { CorruptObject } from '../../errors.ts'
import { blockCount, HASH_BYTES, inputBytesOf, MAX_BLOCKS, type CollectedFile } from './format.ts'
import { storedBytes, TAIL_BYTES } from './member-frame.ts'
import { blockHeaderBytes, decodeHeader, MAX_HEADER_BYTES, type BlockHeader } from './member-header.ts'
import { readPart, type ReadBytes } from './read-collected.ts'
import { readEnd } from './read-index.ts'
import { scanMembers } from './scan-members.ts'

export interface RecoveredIndex {
  /** In the order in which they lie; a file of no bytes has no block that could tell of it. */
  files: CollectedFile[]
  /** Blocks whose own headers are damaged: reading them answers CorruptObject. */
  lostBlocks: number
}

/**
 * Makes the index of a collection anew from its members, reading all of it once. Members of other collections that lie
 * inside somebody's video are not taken for ours. Its answer says where blocks lie and which hash they must have; that they
 * have it is for verify-collection.ts to say.
 * @throws CorruptObject when neither the first nor the last member can be read, or it claims more than a collection holds
 */
export async function recoverIndex(sizeBytes: number, readBytes: ReadBytes): Promise<RecoveredIndex> {
  const mark = await findMark(sizeBytes, readBytes)
  if (!mark) throw new CorruptObject('This is not a collection, or too little is left of it.')
  const found = new FoundFiles()
  const source = await readBytes({ start: 0, end: sizeBytes - 1 })
  try {
    for await (const { offset, header } of scanMembers(source, mark)) {
      if (header.kind === 'block') found.add(header, offset)
    }
  } finally {
    source.destroy()
  }
  return found.result()
}

async function findMark(sizeBytes: number, readBytes: ReadBytes): Promise<Buffer | undefined> {
  if (sizeBytes === 0) return undefined
  const range = { start: 0, end: Math.min(sizeBytes, MAX_HEADER_BYTES) - 1 }
  const first = decodeHeader(await readPart(range, readBytes))
  return first?.header.mark ?? (await readEnd(sizeBytes, readBytes))?.mark
}

interface FoundFile {
  header: BlockHeader
  /** Of each block; -1 where none was found. */
  offsets: Float64Array
  blockBytes: Uint32Array
  blockHashes: Buffer
}

class FoundFiles {
  private readonly files = new Map<string, FoundFile>()
  private claimedBlocks = 0

  /** What does not fit what was found before of the same file is passed over: it is lost then. */
  add(header: BlockHeader, offset: number): void {
    const file = this.files.get(header.fileId) ?? this.open(header)
    const isSame =
      file.header.fileSizeBytes === header.fileSizeBytes && file.header.fileSha256 === header.fileSha256
    const isNew = header.block < file.offsets.length && file.offsets[header.block] === -1
    if (!isSame || !isNew || header.inputBytes !== inputBytesOf(header.fileSizeBytes, header.block)) return
    file.offsets[header.block] = offset
    file.blockBytes[header.block] = header.memberBytes
    header.blockHash.copy(file.blockHashes, header.block * HASH_BYTES)
  }

  result(): RecoveredIndex {
    let lostBlocks = 0
    const files = [...this.files.values()].flatMap((file) => {
      lostBlocks += file.offsets.filter((offset) => offset === -1).length
      return describe(file) ?? []
    })
    return { files, lostBlocks }
  }

  private open(header: BlockHeader): FoundFile {
    const blocks = blockCount(header.fileSizeBytes)
    this.claimedBlocks += blocks
    if (this.claimedBlocks > MAX_BLOCKS)
      throw new CorruptObject('This claims to hold more than a collection can.')
    const file = {
      header,
      offsets: new Float64Array(blocks).fill(-1),
      blockBytes: new Uint32Array(blocks),
      blockHashes: Buffer.alloc(blocks * HASH_BYTES),
    }
    this.files.set(header.fileId, file)
    return file
  }
}

/** Null when its blocks do not lie one after the other: then it was not written by us. */
function describe({ header, offsets, blockBytes, blockHashes }: FoundFile): CollectedFile | null {
  const offset = offsets.find((each) => each !== -1)
  if (offset === undefined) return null
  let position = offset
  for (let block = 0; block < offsets.length; block += 1) {
    if (offsets[block] === -1) continue
    // lost blocks before this one take what lies between; no hash fits them, so they are never given
    if (offsets[block]! < position) return null
    if (block > 0) blockBytes[block - 1]! += offsets[block]! - position
    position = offsets[block]! + blockBytes[block]!
  }
  const { fileId: id, fileName: name, fileSizeBytes: sizeBytes, fileSha256: sha256 } = header
  const level = isStored(name, sizeBytes, blockBytes) ? 0 : 6
  return { id, name, sizeBytes, sha256, offset, level, blockBytes, blockHashes }
}

function isStored(name: string, sizeBytes: number, blockBytes: Uint32Array): boolean {
  const around = blockHeaderBytes(name) + TAIL_BYTES
  return blockBytes.every((bytes, block) => bytes === around + storedBytes(inputBytesOf(sizeBytes, block)))
}
