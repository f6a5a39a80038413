import { afterPart, blockKey, type BlockPart, type BlockPlace, type HotBlocks } from './hot-blocks.ts'
import { HotShelf, type Expectation, type ShelfLimits } from './hot-shelf.ts'

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

  async use(place: BlockPlace, next?: Expectation): Promise<Buffer | undefined> {
    return this.shelf.use(blockKey(place), this.now(), next)
  }

  async take(parts: readonly BlockPart[]): Promise<Iterable<Buffer> | null> {
    const taken: Buffer[] = []
    for (const part of parts) {
      const kept = this.shelf.use(blockKey(part.place), this.now(), afterPart(part))
      if (kept?.length !== part.length) return null
      const { from, to, length } = part
      taken.push(from === 0 && to === length ? kept : kept.subarray(from, to))
    }
    return taken
  }

  async put(place: BlockPlace, value: Buffer, next?: Expectation): Promise<boolean> {
    const item = { key: blockKey(place), object: place.objectKey, value, bytes: value.length }
    return this.shelf.put(item, this.now(), next)
  }

  async expect(place: BlockPlace, next: Expectation): Promise<boolean> {
    return this.shelf.expect(blockKey(place), this.now(), next)
  }

  async wants(place: BlockPlace, next: Expectation): Promise<boolean> {
    return this.shelf.wants({ key: blockKey(place), object: place.objectKey }, this.now(), next)
  }

  async close(): Promise<void> {
    this.shelf.clear()
  }
}
