import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { CorruptObject } from '../../errors.ts'
import { HASH_BYTES, inputBytesOf, type CollectedFile } from './format.ts'
import { storedParts } from './member-frame.ts'

/**
 * What is in one block of a file, in parts, or null when its bytes are not what was written. `member` may be shorter than
 * it should be. The parts of stored blocks are those of `member`; what is deflated is inflated to at most its own size, off
 * the event loop.
 */
export async function openBlock(
  file: CollectedFile,
  block: number,
  member: Buffer,
): Promise<Buffer[] | null> {
  if (member.length !== file.blockBytes[block]) return null
  const inputBytes = inputBytesOf(file.sizeBytes, block)
  const parts = file.level === 0 ? storedParts(member, inputBytes) : await inflate(member, inputBytes)
  return parts && hashOf(parts).equals(expectedHash(file, block)) ? parts : null
}

/** Names the block, for the log and for whoever repairs it; people who watch read it as well. */
export function damagedBlock(file: CollectedFile, block: number): CorruptObject {
  return new CorruptObject(
    `Block ${block} of ${file.name} is damaged, so this part of the video cannot be played. The rest can.`,
  )
}

function hashOf(parts: Buffer[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

function expectedHash({ blockHashes }: CollectedFile, block: number): Buffer {
  return blockHashes.subarray(block * HASH_BYTES, (block + 1) * HASH_BYTES)
}

/** The hash is that of all it should be, so that its length need not be looked at. */
async function inflate(member: Buffer, inputBytes: number): Promise<Buffer[] | null> {
  try {
    return [await promisify(gunzip)(member, { maxOutputLength: inputBytes })]
  } catch {
    // damaged in its frame: the caller says so, as for any other damage
    return null
  }
}
