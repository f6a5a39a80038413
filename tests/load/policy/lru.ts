/** The plain cache to compare with: what was used longest ago goes first, and everything is taken in. */
export class Lru {
  hits = 0
  bytes = 0
  private readonly kept = new Map<number, number>()
  private readonly capacity: number

  constructor(capacity: number) {
    this.capacity = capacity
  }

  use(key: number, size = 1): boolean {
    const isKept = this.kept.delete(key)
    this.kept.set(key, size)
    if (isKept) {
      this.hits++
      return true
    }
    this.bytes += size
    for (const [oldest, bytes] of this.kept) {
      if (this.bytes <= this.capacity) break
      this.kept.delete(oldest)
      this.bytes -= bytes
    }
    return false
  }
}
