import type { Readable } from 'node:stream'
import type { ByteRange } from '../object-store/port.ts'

export const COLD_STORES = ['local', 's3', 'renterd', 'skynet'] as const
export type ColdStoreKind = (typeof COLD_STORES)[number]

/** Bytes of one chunk, whose BLAKE2b Merkle root proves it (a Sia sector). */
export const CHUNK_BYTES = 4 * 2 ** 20

export interface ColdFacts {
  /** File name, for people who look into the store. */
  name: string
  contentType: string
  sizeBytes: number
  /** Hex, of the whole. */
  sha256: string
  /** Hex; Merkle root of each 4 MiB chunk, the last padded with zeros to a whole sector. */
  chunkRoots: string[]
}

/** Where a cold object lies and what it is: enough to read it back and to know it again without the database. */
export interface ColdRef extends ColdFacts {
  kind: ColdStoreKind
  /** `sia://` and a skylink where the store gives one; `sia://<kind>/<address in that store>` otherwise. */
  uri: string
}

/**
 * One technology below `ColdStore`, which checks what goes in and out of it (checked-cold-store.ts). Errors are the same,
 * but for what only a check can find.
 */
export interface ColdDriver {
  readonly kind: ColdStoreKind
  /** Whether it takes back what it was given. */
  readonly canRemove: boolean
  /** @returns the `uri`; throws what the source throws, and nothing can be read then */
  put(source: Readable, facts: ColdFacts, signal?: AbortSignal): Promise<string>
  /** The range lies within the object. The first byte may take its time: `ColdStore` gives up. */
  read(ref: ColdRef, range: ByteRange, signal?: AbortSignal): Promise<Readable>
  stat(ref: ColdRef): Promise<{ sizeBytes: number } | null>
  remove(ref: ColdRef): Promise<boolean>
  list(): AsyncIterable<{ uri: string; sizeBytes: number }>
  close(): Promise<void>
}

/**
 * A store far away for what is hardly ever read. Objects are never changed. What is read is checked before it is given:
 * a whole by its SHA-256 at the end, a range by the roots of the chunks that it touches.
 * Errors: NotFound, Unavailable (cannot be reached, or too slow), CorruptObject (the bytes are not what they should be),
 * InsufficientStorage.
 */
export interface ColdStore {
  readonly kind: ColdStoreKind
  /** Whether it takes back what it was given: where not, that stays there for as long as the store keeps it. */
  readonly canRemove: boolean
  /** Durable when it returns. The same bytes put twice lie there once where the store can tell. */
  put(source: () => Promise<Readable>, facts: ColdFacts, signal?: AbortSignal): Promise<ColdRef>
  read(ref: ColdRef, range?: ByteRange, signal?: AbortSignal): Promise<Readable>
  /**
   * For whoever checks the bytes by finer hashes of its own, as the blocks of a collection have: gives them as they come, so
   * that the first is here before a whole chunk is. Everybody else reads checked.
   */
  readUnchecked(ref: ColdRef, range: ByteRange, signal?: AbortSignal): Promise<Readable>
  stat(ref: ColdRef): Promise<{ sizeBytes: number } | null>
  /** No error when it is already gone. False where the store cannot take back what it was given. */
  remove(ref: ColdRef): Promise<boolean>
  /** Reads all of it. */
  verify(ref: ColdRef, signal?: AbortSignal): Promise<'ok' | 'missing' | 'corrupt'>
  /** Every object of ours, for the sweep; empty where the store cannot list. */
  list(): AsyncIterable<{ uri: string; sizeBytes: number }>
  close(): Promise<void>
}
