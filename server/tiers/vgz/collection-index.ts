import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { deflateRaw } from 'node:zlib'
import { z } from 'zod'
import {
  BLOCK_BYTES,
  blockCount,
  HASH_BYTES,
  MAX_BLOCKS,
  MAX_NAME_BYTES,
  type CollectedFile,
} from './format.ts'
import { encodeHeader, END_HEADER_BYTES, INDEX_HEADER_BYTES, type IndexHeader } from './member-header.ts'
import { frameMember, storedBytes, TAIL_BYTES } from './member-frame.ts'

/** Of the text of an index. */
export const MAX_INDEX_BYTES = 64 * 2 ** 20
/** The last member of every collection; the index ends where it begins. */
export const END_BYTES = END_HEADER_BYTES + storedBytes(0) + TAIL_BYTES
/** More than the keys, numbers and hashes of one file's entry take, and than what stands around all of them. */
const ENTRY_BYTES = 300

/** Buffers are Base64; sizes of blocks are little-endian u32 each. */
const Index = z.strictObject({
  format: z.literal('vgz'),
  version: z.literal(1),
  blockBytes: z.literal(BLOCK_BYTES),
  files: z.array(
    z.strictObject({
      id: z.string().regex(/^[0-9a-f]{24}$/),
      name: z.string().max(MAX_NAME_BYTES),
      sizeBytes: z.number().int().nonnegative(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      offset: z.number().int().nonnegative(),
      level: z.literal([0, 6]),
      blockBytes: z.base64(),
      blockHashes: z.base64(),
    }),
  ),
})

/** The two members that end a collection whose files take `offset` bytes. */
export async function encodeIndex(files: CollectedFile[], mark: Buffer, offset: number): Promise<Buffer> {
  const text = Buffer.from(JSON.stringify(describe(files)))
  const deflated = await promisify(deflateRaw)(text, { level: 6 })
  const body = deflated.length < storedBytes(text.length) ? deflated : null
  const header: IndexHeader = {
    kind: 'index',
    mark,
    memberBytes: INDEX_HEADER_BYTES + (body?.length ?? storedBytes(text.length)) + TAIL_BYTES,
    inputBytes: text.length,
    blockHash: createHash('sha256').update(text).digest(),
  }
  const member = frameNew(encodeHeader(header), text, body)
  const end = encodeHeader({ kind: 'end', mark, indexOffset: offset, indexBytes: member.length })
  return Buffer.concat([member, frameNew(end, Buffer.alloc(0), null)])
}

function frameNew(header: Buffer, input: Buffer, deflated: Buffer | null): Buffer {
  const bodyBytes = deflated?.length ?? storedBytes(input.length)
  const member = Buffer.allocUnsafeSlow(header.length + bodyBytes + TAIL_BYTES)
  return frameMember({ header, input, deflated }, member)
}

/** The most that `encodeIndex` gives for such files. */
export function worstIndexBytes(files: { sizeBytes: number }[]): number {
  const text = files.reduce((sum, { sizeBytes }) => {
    const blocks = blockCount(sizeBytes)
    return sum + ENTRY_BYTES + MAX_NAME_BYTES + base64Bytes(blocks * 4) + base64Bytes(blocks * HASH_BYTES)
  }, ENTRY_BYTES)
  return INDEX_HEADER_BYTES + storedBytes(text) + TAIL_BYTES + END_BYTES
}

/** The files of an index's text; null when it is not one, or says what cannot be. */
export function parseIndex(text: Buffer): CollectedFile[] | null {
  const parsed = Index.safeParse(parseJson(text))
  if (!parsed.success) return null
  const files = parsed.data.files.map((file) => {
    const sizes = Buffer.from(file.blockBytes, 'base64')
    return {
      ...file,
      blockBytes: Uint32Array.from({ length: sizes.length >> 2 }, (_, block) =>
        sizes.readUInt32LE(block * 4),
      ),
      blockHashes: Buffer.from(file.blockHashes, 'base64'),
    }
  })
  return files.every(isPossible) && totalBlocks(files) <= MAX_BLOCKS ? files : null
}

/** Whether the numbers of a file's entry fit each other. */
export function isPossible({ sizeBytes, offset, blockBytes, blockHashes }: CollectedFile): boolean {
  const blocks = blockCount(sizeBytes)
  const areSafe =
    Number.isSafeInteger(sizeBytes) && Number.isSafeInteger(offset) && sizeBytes >= 0 && offset >= 0
  return areSafe && blockBytes.length === blocks && blockHashes.length === blocks * HASH_BYTES
}

export function totalBlocks(files: { sizeBytes: number }[]): number {
  return files.reduce((sum, { sizeBytes }) => sum + blockCount(sizeBytes), 0)
}

function describe(files: CollectedFile[]): z.infer<typeof Index> {
  const entries = files.map(({ blockBytes, blockHashes, ...file }) => {
    const sizes = Buffer.alloc(blockBytes.length * 4)
    blockBytes.forEach((bytes, block) => sizes.writeUInt32LE(bytes, block * 4))
    return { ...file, blockBytes: sizes.toString('base64'), blockHashes: blockHashes.toString('base64') }
  })
  return { format: 'vgz', version: 1, blockBytes: BLOCK_BYTES, files: entries }
}

function parseJson(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'))
  } catch {
    return undefined
  }
}

function base64Bytes(bytes: number): number {
  return Math.ceil(bytes / 3) * 4
}
