import { Unprocessable } from '../errors.ts'

/** ISO/IEC 14496-12, 4.2. `size` counts the header. */
export interface BoxHeader {
  type: string
  size: number
  headerSize: 8 | 16
}

export interface Box extends BoxHeader {
  /** Offsets of the content inside the buffer. */
  start: number
  end: number
}

/** @returns null when the buffer ends inside the header
 * @throws Unprocessable for a size that cannot be, as 3 or "until the end of the file" */
export function readBoxHeader(bytes: Buffer, at = 0): BoxHeader | null {
  if (at + 8 > bytes.length) return null
  const short = bytes.readUInt32BE(at)
  const type = bytes.toString('latin1', at + 4, at + 8)
  if (short !== 1) return checked({ type, size: short, headerSize: 8 })
  if (at + 16 > bytes.length) return null
  return checked({ type, size: Number(bytes.readBigUInt64BE(at + 8)), headerSize: 16 })
}

/** The boxes in `bytes[from, to)`, in order. @throws Unprocessable when one runs over the end */
export function* childBoxes(bytes: Buffer, from: number, to: number): Generator<Box> {
  let at = from
  while (at + 8 <= to) {
    const header = readBoxHeader(bytes, at)
    if (!header || at + header.size > to) throw malformed()
    yield { ...header, start: at + header.headerSize, end: at + header.size }
    at += header.size
  }
}

/** The first box at the path, as `['mdia', 'mdhd']`, below `bytes[from, to)`. */
export function findBox(bytes: Buffer, path: readonly string[], from: number, to: number): Box | null {
  const [type, ...rest] = path
  for (const box of childBoxes(bytes, from, to)) {
    if (box.type !== type) continue
    return rest.length === 0 ? box : findBox(bytes, rest, box.start, box.end)
  }
  return null
}

/** Fails when `length` bytes at `at` are not inside the box. */
export function requireRoom(box: Box, at: number, length: number): void {
  if (length < 0 || at < box.start || at + length > box.end) throw malformed()
}

export function malformed(): Unprocessable {
  return new Unprocessable('The prepared video cannot be read back: its index is damaged.')
}

function checked(header: BoxHeader): BoxHeader {
  if (header.size < header.headerSize || !Number.isSafeInteger(header.size)) throw malformed()
  return header
}
