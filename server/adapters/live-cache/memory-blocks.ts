import { blockKey, type BlockPlace, type HotBlocks } from './hot-blocks.ts'
import { HotShelf, type ShelfLimits } from './hot-shelf.ts'

/** Hot blocks of this process. */
export class MemoryBlocks implements HotBlocks {
  readonly kind = 'memory'
  private readonly shelf: HotShelf<string, Buffer>
  private readonly now: () => number

  /** @param now milliseconds, never going back */
  constructor(limits: ShelfLimits, now: () => number = () => performance.now()) {
    this.shelf = new HotShelf(limits)
    this.now = now
  }

  async use(place: BlockPlace): Promise<Buffer | undefined> {
    return this.shelf.use(blockKey(place), this.now())
  }

  async put(place: BlockPlace, bytes: Buffer): Promise<boolean> {
    return this.shelf.put(blockKey(place), place.objectKey, bytes, bytes.length, this.now())
  }

  async touch(place: BlockPlace): Promise<boolean> {
    return this.shelf.touch(blockKey(place), this.now())
  }

  async close(): Promise<void> {
    this.shelf.clear()
  }
}
