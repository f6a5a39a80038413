/**
 * A collection (`collection-<n>.vgz`) is a row of gzip members (RFC 1952), each of at most BLOCK_BYTES of input, file
 * after file, and its index as a last member: `gunzip` opens it, and any range is read by inflating the blocks that it
 * touches alone.
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
