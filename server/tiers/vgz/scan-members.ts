import type { Readable } from 'node:stream'
import { decodeHeader, MAX_HEADER_BYTES, MEMBER_START, type MemberHeader } from './member-header.ts'

export interface FoundMember {
  offset: number
  header: MemberHeader
}

/**
 * The members of a collection in their order, told by their own headers; from a damaged one on, the next is searched for.
 * Reads everything once and keeps a chunk of it.
 */
export async function* scanMembers(source: Readable, mark: Buffer): AsyncGenerator<FoundMember> {
  const window = new SlidingWindow(source)
  while (await window.fill(MAX_HEADER_BYTES)) {
    const found = decodeHeader(window.bytes)
    if (found?.header.mark.equals(mark)) {
      yield { offset: window.offset, header: found.header }
      await window.skip(lengthOf(found))
    } else {
      await window.skip(distanceToNext(window.bytes))
    }
  }
}

function lengthOf({ header, headerBytes }: { header: MemberHeader; headerBytes: number }): number {
  return header.kind === 'end' ? headerBytes : Math.max(headerBytes, header.memberBytes)
}

/** The start of a member may lie across the end of what is held, so its last bytes are looked at again. */
function distanceToNext(bytes: Buffer): number {
  const next = bytes.indexOf(MEMBER_START, 1)
  return next === -1 ? Math.max(1, bytes.length - MEMBER_START.length + 1) : next
}

class SlidingWindow {
  /** Where `bytes` begins in the source. */
  offset = 0
  bytes: Buffer = Buffer.alloc(0)
  private readonly chunks: AsyncIterator<Buffer>

  constructor(source: Readable) {
    this.chunks = source[Symbol.asyncIterator]()
  }

  /** Holds at least so many bytes, or all that are left. @returns false when none is left */
  async fill(wanted: number): Promise<boolean> {
    while (this.bytes.length < wanted) {
      const next = await this.chunks.next()
      if (next.done) break
      this.bytes = this.bytes.length === 0 ? next.value : Buffer.concat([this.bytes, next.value])
    }
    return this.bytes.length > 0
  }

  async skip(bytes: number): Promise<void> {
    this.offset += bytes
    for (let left = bytes; left > 0;) {
      const part = Math.min(left, this.bytes.length)
      this.bytes = this.bytes.subarray(part)
      left -= part
      if (left > 0 && !(await this.fill(1))) return
    }
  }
}
