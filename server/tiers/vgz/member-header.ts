import { crc32 } from 'node:zlib'
import { HASH_BYTES, MAX_NAME_BYTES } from './format.ts'

/** Random, and the same in every member of a collection: members that lie inside somebody's video are not ours. */
export const MARK_BYTES = 16
const ID_BYTES = 12

/** One block of a file; any of them is enough to know the whole file by. */
export interface BlockHeader {
  kind: 'block'
  mark: Buffer
  memberBytes: number
  inputBytes: number
  blockHash: Buffer
  block: number
  fileSizeBytes: number
  fileId: string
  fileSha256: string
  fileName: string
}

/** The index (collection-index.ts). */
export interface IndexHeader {
  kind: 'index'
  mark: Buffer
  memberBytes: number
  inputBytes: number
  blockHash: Buffer
}

/** The last member: empty, and always as long. */
export interface EndHeader {
  kind: 'end'
  mark: Buffer
  indexOffset: number
  indexBytes: number
}

export type MemberHeader = BlockHeader | IndexHeader | EndHeader

const KINDS = { block: 1, index: 2, end: 3 } as const
/** ID1, ID2, CM 8, FLG.FEXTRA (RFC 1952, 2.3.1). The flag for a header's own CRC is not used: older gzip refuses it. */
export const MEMBER_START = Buffer.from([0x1f, 0x8b, 8, 4])
/** Fixed head, XLEN, and the head of our one subfield (RFC 1952, 2.3.1.1). */
const PRELUDE_BYTES = 16
const SUBFIELD = Buffer.from('VZ')
const CRC_BYTES = 4
const COMMON_BYTES = PRELUDE_BYTES + 1 + MARK_BYTES
const SIZED_BYTES = COMMON_BYTES + 4 + 4 + HASH_BYTES
const BLOCK_FIXED_BYTES = SIZED_BYTES + 4 + 8 + ID_BYTES + HASH_BYTES

export const INDEX_HEADER_BYTES = SIZED_BYTES + CRC_BYTES
export const END_HEADER_BYTES = COMMON_BYTES + 8 + 4 + CRC_BYTES

/** So many bytes are enough for any header. */
export const MAX_HEADER_BYTES = BLOCK_FIXED_BYTES + MAX_NAME_BYTES + CRC_BYTES

export function blockHeaderBytes(fileName: string): number {
  return BLOCK_FIXED_BYTES + Buffer.byteLength(fileName) + CRC_BYTES
}

/** The gzip header of a member, whole: all its facts, guarded by a CRC-32 of their own. */
export function encodeHeader(header: MemberHeader): Buffer {
  const parts = [prelude(), Buffer.from([KINDS[header.kind]]), header.mark]
  if (header.kind === 'end') parts.push(u64(header.indexOffset), u32(header.indexBytes))
  else parts.push(u32(header.memberBytes), u32(header.inputBytes), header.blockHash)
  if (header.kind === 'block') {
    const sha256 = Buffer.from(header.fileSha256, 'hex')
    parts.push(u32(header.block), u64(header.fileSizeBytes), Buffer.from(header.fileId, 'hex'), sha256)
    parts.push(Buffer.from(header.fileName))
  }
  const length = parts.reduce((sum, part) => sum + part.length, CRC_BYTES)
  parts[0]!.writeUInt16LE(length - 12, 10)
  parts[0]!.writeUInt16LE(length - PRELUDE_BYTES, 14)
  const bytes = Buffer.concat(parts, length)
  bytes.writeUInt32LE(crc32(bytes.subarray(0, length - CRC_BYTES)), length - CRC_BYTES)
  return bytes
}

/**
 * The facts of the member that begins there, or null when none of ours does, or a damaged one, or more bytes are needed
 * than there are.
 */
export function decodeHeader(bytes: Buffer): { header: MemberHeader; headerBytes: number } | null {
  if (bytes.length < PRELUDE_BYTES || !bytes.subarray(0, 4).equals(MEMBER_START)) return null
  if (!bytes.subarray(12, 14).equals(SUBFIELD)) return null
  const length = bytes.readUInt16LE(14) + PRELUDE_BYTES
  const isWhole =
    length >= END_HEADER_BYTES && length <= bytes.length && bytes.readUInt16LE(10) === length - 12
  if (!isWhole) return null
  if (bytes.readUInt32LE(length - CRC_BYTES) !== crc32(bytes.subarray(0, length - CRC_BYTES))) return null
  const header = decodeFacts(bytes.subarray(0, length - CRC_BYTES))
  return header && { header, headerBytes: length }
}

function decodeFacts(bytes: Buffer): MemberHeader | null {
  const kind = bytes[PRELUDE_BYTES]
  const mark = copy(bytes, PRELUDE_BYTES + 1, MARK_BYTES)
  if (kind === KINDS.end && bytes.length === COMMON_BYTES + 12) {
    const indexOffset = Number(bytes.readBigUInt64LE(COMMON_BYTES))
    return { kind: 'end', mark, indexOffset, indexBytes: bytes.readUInt32LE(COMMON_BYTES + 8) }
  }
  if (bytes.length < SIZED_BYTES) return null
  const sized = {
    mark,
    memberBytes: bytes.readUInt32LE(COMMON_BYTES),
    inputBytes: bytes.readUInt32LE(COMMON_BYTES + 4),
    blockHash: copy(bytes, COMMON_BYTES + 8, HASH_BYTES),
  }
  if (kind === KINDS.index && bytes.length === SIZED_BYTES) return { kind: 'index', ...sized }
  if (kind !== KINDS.block || bytes.length < BLOCK_FIXED_BYTES) return null
  const idAt = SIZED_BYTES + 12
  return {
    kind: 'block',
    ...sized,
    block: bytes.readUInt32LE(SIZED_BYTES),
    fileSizeBytes: Number(bytes.readBigUInt64LE(SIZED_BYTES + 4)),
    fileId: bytes.toString('hex', idAt, idAt + ID_BYTES),
    fileSha256: bytes.toString('hex', idAt + ID_BYTES, idAt + ID_BYTES + HASH_BYTES),
    fileName: bytes.toString('utf8', BLOCK_FIXED_BYTES),
  }
}

/** No time and no system: the same input gives the same bytes wherever it is written. */
function prelude(): Buffer {
  return Buffer.from([...MEMBER_START, 0, 0, 0, 0, 0, 255, 0, 0, ...SUBFIELD, 0, 0])
}

/** A copy, so that what is kept does not hold on to a whole chunk of reading. */
function copy(bytes: Buffer, start: number, length: number): Buffer {
  return Buffer.from(bytes.subarray(start, start + length))
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}
