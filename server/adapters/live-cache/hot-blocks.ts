import type { Expectation } from './hot-shelf.ts'

/** Where a block of media lies: the object's key and the block's number in it. */
export interface BlockPlace {
  objectKey: string
  block: number
}

/** Of a block, what is asked for; the end is exclusive. */
export interface BlockPart {
  place: BlockPlace
  from: number
  to: number
  /** Bytes of the whole block. */
  length: number
}

/**
 * Blocks of media that are used now, in bounded room. Each is kept until ten minutes after its last use, or until
 * something hotter needs the room. Losing all of it loses nothing: the object store has every byte.
 */
export interface HotBlocks {
  readonly kind: 'memory' | 'redis'
  /**
   * Counts as a use, also where it is not there. `next`: the same player will ask for it again in a moment. What is given
   * must not be written to.
   */
  use(place: BlockPlace, next?: Expectation): Promise<Buffer | undefined>
  /**
   * These parts in their order, where all of their blocks are there, and null where they are not; a use of each, as `use`.
   * One that goes while the others are read is given as undefined.
   */
  take(parts: readonly BlockPart[]): Promise<Iterable<Buffer> | AsyncIterable<Buffer | undefined> | null>
  /** Whether it was taken in: what is colder than all that is there is not. The bytes are kept as they are, not copied. */
  put(place: BlockPlace, bytes: Buffer, next?: Expectation): Promise<boolean>
  /** Somebody will ask for it: it waits for them, as far as it is there; false where it is not. */
  expect(place: BlockPlace, next: Expectation): Promise<boolean>
  /** Whether it would be taken in; what would not need not be fetched ahead. A guess where only the cache itself can tell. */
  wants(place: BlockPlace, next: Expectation): Promise<boolean>
  close(): Promise<void>
}

/** The rest of a block follows with the next segment. */
export function afterPart({ to, length }: Pick<BlockPart, 'to' | 'length'>): Expectation {
  return to < length ? 'soon' : 'none'
}

export function blockKey({ objectKey, block }: BlockPlace): string {
  return `${objectKey}#${block}`
}
