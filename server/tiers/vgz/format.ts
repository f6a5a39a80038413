/**
 * A collection (`collection-<n>.vgz`) is a row of gzip members (RFC 1952), each of at most BLOCK_BYTES of input, file
 * after file, then its index as one more member, then an empty member of END_BYTES that says where the index begins:
 * `gunzip` opens it, and any range is read by inflating the blocks that it touches alone. Every member says in its
 * extra field what it is (member-header.ts), so that the index can be made anew from the members.
 */
export const BLOCK_BYTES = 256 * 1024

/** A file inside a collection. */
export interface CollectedFile {
  /** 24 hex digits; of the row that describes it. */
  id: string
  /** `pack` or `original`, with the video's uuid: `pack/<uuid>`. */
  name: string
  sizeBytes: number
  /** Hex, of the file. */
  sha256: string
  /** Where its first block begins in the collection. */
  offset: number
  /** 0 where a probe showed no gain: stored, and still gzip. */
  level: 0 | 6
  /** Bytes of each block as it lies there. */
  blockBytes: Uint32Array
  /** 32 bytes a block: SHA-256 of what is in it. */
  blockHashes: Buffer
}

export const HASH_BYTES = 32
/** Of a file's name, in UTF-8: it stands in each of its blocks. */
export const MAX_NAME_BYTES = 200
/** 256 GiB in one collection; what claims to hold more is damaged. Bounds the memory of whoever reads an index. */
export const MAX_BLOCKS = 2 ** 20

export function blockCount(sizeBytes: number): number {
  return Math.ceil(sizeBytes / BLOCK_BYTES)
}

/** Bytes of input in one of a file's blocks: only the last is smaller. */
export function inputBytesOf(sizeBytes: number, block: number): number {
  return Math.min(BLOCK_BYTES, sizeBytes - block * BLOCK_BYTES)
}
