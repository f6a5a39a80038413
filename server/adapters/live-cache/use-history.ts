/**
 * How often and how lately each block was used, as one number: a count that halves every `halfLifeMs` (the CRF of Lee et
 * al., "LRFU: A Spectrum of Policies that Subsumes the Least Recently Used and Least Frequently Used Policies", 2001),
 * kept as `now / halfLife + log2(count)`. It never has to be written to fade, so numbers of different moments, and of
 * different processes, can be compared. Blocks are remembered for longer than they are kept; at most `entries` of them.
 */
export class UseHistory<Key> {
  private readonly scores = new Map<Key, number>()
  private readonly halfLifeMs: number
  private readonly entries: number

  constructor(options: { halfLifeMs: number; entries: number }) {
    this.halfLifeMs = options.halfLifeMs
    this.entries = options.entries
  }

  /** One more use now. */
  note(key: Key, nowMs: number): number {
    const before = this.scores.get(key)
    const once = this.once(nowMs)
    const score = before === undefined ? once : once + Math.log2(1 + 2 ** (before - once))
    // put at the end, so that the first is the one that was used longest ago
    if (before !== undefined) this.scores.delete(key)
    else if (this.scores.size >= this.entries) this.forgetOldest()
    this.scores.set(key, score)
    return score
  }

  /** What it has, or what a first use now would give it: for what is fetched before anybody asked. */
  scoreOf(key: Key, nowMs: number): number {
    return Math.max(this.scores.get(key) ?? 0, this.once(nowMs))
  }

  private once(nowMs: number): number {
    return nowMs / this.halfLifeMs
  }

  private forgetOldest(): void {
    for (const key of this.scores.keys()) {
      this.scores.delete(key)
      return
    }
  }
}
