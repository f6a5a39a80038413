interface Uses {
  /** As of `countedAt`. */
  count: number
  countedAt: number
  score: number
}

/**
 * How often and how lately each block was used, as one number: a count that halves every `halfLifeMs` (the CRF of Lee et
 * al., "LRFU: A Spectrum of Policies that Subsumes the Least Recently Used and Least Frequently Used Policies", 2001),
 * kept as `now / halfLife + log2(count)`. It never has to be written to fade, so numbers of different moments, and of
 * different processes, can be compared. What one player asks for again while it plays is one use: uses within
 * `correlatedMs` make it fresh, and no more (O'Neil et al., "The LRU-K Page Replacement Algorithm", 1993). Blocks are
 * remembered for longer than they are kept; at most `entries` of them.
 */
export class UseHistory<Key> {
  private readonly uses = new Map<Key, Uses>()
  private readonly options: { halfLifeMs: number; correlatedMs: number; entries: number }

  constructor(options: { halfLifeMs: number; correlatedMs: number; entries: number }) {
    this.options = options
  }

  /** One more use now. */
  note(key: Key, nowMs: number): number {
    const { halfLifeMs, correlatedMs, entries } = this.options
    const uses = this.uses.get(key) ?? { count: 0, countedAt: -Infinity, score: 0 }
    const passed = nowMs - uses.countedAt
    if (passed >= correlatedMs) {
      uses.count = 1 + uses.count * 2 ** (-passed / halfLifeMs)
      uses.countedAt = nowMs
    }
    uses.score = nowMs / halfLifeMs + Math.log2(uses.count)
    // put at the end, so that the first is the one that was used longest ago
    if (!this.uses.delete(key) && this.uses.size >= entries) this.forgetOldest()
    this.uses.set(key, uses)
    return uses.score
  }

  /** What it has, or what a first use now would give it: for what is fetched before anybody asked. */
  scoreOf(key: Key, nowMs: number): number {
    return Math.max(this.lastScore(key), nowMs / this.options.halfLifeMs)
  }

  /** As of its last use; lower than any where there was none. */
  lastScore(key: Key): number {
    return this.uses.get(key)?.score ?? -Infinity
  }

  private forgetOldest(): void {
    for (const key of this.uses.keys()) {
      this.uses.delete(key)
      return
    }
  }
}
