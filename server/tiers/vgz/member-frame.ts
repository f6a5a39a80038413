import { crc32 } from 'node:zlib'

/** A stored deflate block holds at most this (RFC 1951, 3.2.4). */
const STORED_BYTES = 65_535
const STORED_HEAD_BYTES = 5
/** CRC-32 and size of the input (RFC 1952, 2.3.1). */
export const TAIL_BYTES = 8

/** What `inputBytes` take as stored deflate blocks: never less than one block. */
export function storedBytes(inputBytes: number): number {
  return inputBytes + Math.max(1, Math.ceil(inputBytes / STORED_BYTES)) * STORED_HEAD_BYTES
}

/** A whole member: its header, what is in it, framed as stored or already deflated, and the tail. `member` has its size. */
export function frameMember(
  { header, input, deflated }: { header: Buffer; input: Buffer; deflated: Buffer | null },
  member: Buffer,
): Buffer {
  header.copy(member)
  if (deflated) deflated.copy(member, header.length)
  else writeStored(input, member, header.length)
  member.writeUInt32LE(crc32(input), member.length - 8)
  member.writeUInt32LE(input.length, member.length - 4)
  return member
}

/**
 * What is in a member that holds `inputBytes` in stored blocks, where it lies, without inflating or copying; null when the
 * member is too short. That it is framed as `frameMember` does is for the caller to know by its hash.
 */
export function storedParts(member: Buffer, inputBytes: number): Buffer[] | null {
  const start = member.length - TAIL_BYTES - storedBytes(inputBytes)
  if (start < 0) return null
  return Array.from({ length: Math.ceil(inputBytes / STORED_BYTES) }, (_, part) => {
    const at = start + part * (STORED_HEAD_BYTES + STORED_BYTES) + STORED_HEAD_BYTES
    return member.subarray(at, at + Math.min(STORED_BYTES, inputBytes - part * STORED_BYTES))
  })
}

function writeStored(input: Buffer, target: Buffer, offset: number): void {
  let from = 0
  let at = offset
  do {
    const length = Math.min(STORED_BYTES, input.length - from)
    target[at] = from + length === input.length ? 1 : 0
    target.writeUInt16LE(length, at + 1)
    target.writeUInt16LE(length ^ 0xffff, at + 3)
    input.copy(target, at + STORED_HEAD_BYTES, from, from + length)
    from += length
    at += STORED_HEAD_BYTES + length
  } while (from < input.length)
}
