import { hash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { CorruptObject } from '../../errors.ts'
import { END_BYTES, MAX_INDEX_BYTES, parseIndex } from './collection-index.ts'
import type { CollectedFile } from './format.ts'
import { decodeHeader, type EndHeader } from './member-header.ts'
import { readPart, type ReadBytes } from './read-collected.ts'

/**
 * The index of a collection of `sizeBytes`, found from its end.
 * @throws CorruptObject when it is damaged (recover-index.ts makes it anew), and what `readBytes` throws
 */
export async function readIndex(sizeBytes: number, readBytes: ReadBytes): Promise<CollectedFile[]> {
  const end = await readEnd(sizeBytes, readBytes)
  const files = end && (await readFiles(end, readBytes))
  if (!files?.every((file) => endOf(file) <= end!.indexOffset)) {
    throw new CorruptObject('The index of this collection is damaged.')
  }
  return files
}

/** The last member; null when it is damaged or does not fit the size. */
export async function readEnd(sizeBytes: number, readBytes: ReadBytes): Promise<EndHeader | null> {
  if (sizeBytes < END_BYTES) return null
  const member = await readPart({ start: sizeBytes - END_BYTES, end: sizeBytes - 1 }, readBytes)
  const header = decodeHeader(member)?.header
  if (header?.kind !== 'end') return null
  return header.indexOffset + header.indexBytes + END_BYTES === sizeBytes ? header : null
}

async function readFiles(end: EndHeader, readBytes: ReadBytes): Promise<CollectedFile[] | null> {
  if (end.indexBytes === 0 || end.indexBytes > MAX_INDEX_BYTES) return null
  const range = { start: end.indexOffset, end: end.indexOffset + end.indexBytes - 1 }
  const member = await readPart(range, readBytes)
  const found = decodeHeader(member)
  if (found?.header.kind !== 'index' || found.header.inputBytes > MAX_INDEX_BYTES) return null
  const text = await promisify(gunzip)(member, { maxOutputLength: MAX_INDEX_BYTES }).catch(() => null)
  return text && hash('sha256', text, 'buffer').equals(found.header.blockHash) ? parseIndex(text) : null
}

function endOf({ offset, blockBytes }: CollectedFile): number {
  return blockBytes.reduce((sum, bytes) => sum + bytes, offset)
}
