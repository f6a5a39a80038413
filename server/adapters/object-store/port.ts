import type { Readable, Writable } from 'node:stream'

/** Inclusive at both ends, as in HTTP (RFC 9110, 14.1.2). */
export interface ByteRange {
  start: number
  end: number
}

export interface ObjectInfo {
  key: string
  sizeBytes: number
  modifiedAt: Date
}

export interface PutOptions {
  contentType: string
  /** Stops with TooLarge beyond this many bytes; nothing is stored then. */
  maxBytes?: number
}

export interface ReadOptions {
  /** How much to read at once, where the store can choose. */
  chunkBytes?: number
  /**
   * Whoever reads is done with a chunk when it takes the next one, so that the store may use the same few buffers again:
   * gigabytes of new ones keep the garbage collector busy for a quarter of the time.
   */
  isLent?: boolean
}

/**
 * Media objects by key (`videos/<uuid>`, letters, digits, dots, dashes and slashes).
 * A put is atomic and durable when it returns: readers see the whole old object or the whole new one, also after kill -9.
 * Errors: NotFound for a missing key, InsufficientStorage for a full disk, Unavailable when the store cannot be reached.
 */
export interface ObjectStore {
  readonly kind: 'filesystem' | 's3'
  put(key: string, source: Readable | Buffer, options: PutOptions): Promise<ObjectInfo>
  /** As `put`, of pieces that are lent: each is whole until the one after the next is asked for. */
  putLent(key: string, pieces: AsyncIterable<Buffer>, options: PutOptions): Promise<ObjectInfo>
  /** Stores a local file; `consume` lets the store take the file itself (a rename where that is possible). */
  putFile(key: string, path: string, options: PutOptions & { consume?: boolean }): Promise<ObjectInfo>
  stat(key: string): Promise<ObjectInfo | null>
  read(key: string, range?: ByteRange, options?: ReadOptions): Promise<Readable>
  /**
   * Sends a range to a response with constant memory, and ends the response. Stops quietly when the client goes away.
   * Throws only before the first byte is written. `isImmutable`: the bytes under this key never change, so the store
   * may keep the object open between requests; a removed one may then be sent for a second more.
   */
  send(key: string, range: ByteRange, response: Writable, options?: { isImmutable?: boolean }): Promise<void>
  /** Copies a whole object to a local path. */
  download(key: string, path: string): Promise<void>
  /** No error when it is already gone. */
  remove(key: string): Promise<void>
  list(prefix: string): AsyncIterable<ObjectInfo>
  /** A URL that gives the bytes without further checks for `expiresSeconds`; null where the store has none. */
  presign(key: string, expiresSeconds: number): Promise<string | null>
  /** Bytes that can still be written, or null where the store does not know. */
  freeBytes(): Promise<number | null>
  close(): Promise<void>
}
