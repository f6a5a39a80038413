/** Where a block of media lies: the object's key and the block's number in it. */
export interface BlockPlace {
  objectKey: string
  block: number
}

/**
 * Blocks of media that are used now, in bounded room. Each is kept until ten minutes after its last use, or until
 * something hotter needs the room. Losing all of it loses nothing: the object store has every byte.
 */
export interface HotBlocks {
  readonly kind: 'memory' | 'redis'
  /** Counts as a use, also where it is not there. What is given must not be written to. */
  use(place: BlockPlace): Promise<Buffer | undefined>
  /** Whether it was taken in: what is colder than all that is there is not. The bytes are kept as they are, not copied. */
  put(place: BlockPlace, bytes: Buffer): Promise<boolean>
  /** Starts its time anew without counting as a use; false where it is not there. */
  touch(place: BlockPlace): Promise<boolean>
  close(): Promise<void>
}

export function blockKey({ objectKey, block }: BlockPlace): string {
  return `${objectKey}#${block}`
}
