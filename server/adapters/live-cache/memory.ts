import { LRUCache } from 'lru-cache'
import type { LiveCache, RateDecision } from './port.ts'
import { budgetKey, decideRate, toMilliseconds } from './rate-decision.ts'

const MAX_COUNTERS = 200_000
/** What an entry costs besides its bytes, so that a million empty values have a weight too. */
const ENTRY_OVERHEAD_BYTES = 256

export interface MemoryCacheOptions {
  maxBytes: number
  /** Milliseconds, never going back. */
  now?: () => number
}

/**
 * Live state of one process. When it is full, what was used longest ago goes; a value that would take more than a
 * quarter of the room is not kept at all.
 */
export class MemoryCache implements LiveCache {
  readonly kind = 'memory'
  private readonly values: LRUCache<string, Buffer>
  private readonly counters: LRUCache<string, number>

  constructor(options: MemoryCacheOptions) {
    // the clock is asked each time: a resting clock would give expired values for up to that long
    const timing = { perf: { now: options.now ?? (() => performance.now()) }, ttlResolution: 0 }
    this.values = new LRUCache({
      maxSize: options.maxBytes,
      maxEntrySize: Math.floor(options.maxBytes / 4),
      sizeCalculation: (value, key) => value.length + key.length * 2 + ENTRY_OVERHEAD_BYTES,
      ...timing,
    })
    // as a size rather than `max`, for which room is taken at once: 10 MB of an idle process
    this.counters = new LRUCache({ maxSize: MAX_COUNTERS, sizeCalculation: () => 1, ...timing })
  }

  async get(key: string): Promise<Buffer | undefined> {
    return this.values.get(key)
  }

  async set(key: string, value: Buffer, ttlSeconds: number): Promise<void> {
    this.store(key, value, ttlSeconds)
  }

  async touch(key: string, ttlSeconds: number): Promise<boolean> {
    const value = this.values.get(key)
    if (value === undefined) return false
    this.values.set(key, value, { ttl: toMilliseconds(ttlSeconds) })
    return true
  }

  async delete(key: string): Promise<void> {
    this.values.delete(key)
  }

  async keys(prefix: string, limit: number): Promise<string[]> {
    const found: string[] = []
    for (const key of this.values.keys()) {
      if (found.length >= limit) break
      if (key.startsWith(prefix)) found.push(key)
    }
    return found
  }

  async setIfAbsent(key: string, value: Buffer, ttlSeconds: number): Promise<boolean> {
    if (this.values.has(key)) return false
    this.store(key, value, ttlSeconds)
    return true
  }

  async increment(key: string, by: number, ttlSeconds: number): Promise<number> {
    return this.count(`count:${key}`, by, ttlSeconds)
  }

  async consume(
    key: string,
    budget: { limit: number; windowSeconds: number; points?: number },
  ): Promise<RateDecision> {
    const counter = `rate:${budgetKey(key, budget)}`
    const consumed = this.count(counter, budget.points ?? 1, budget.windowSeconds)
    return decideRate(consumed, budget.limit, this.counters.getRemainingTTL(counter))
  }

  async ping(): Promise<void> {}

  async close(): Promise<void> {
    this.values.clear()
    this.counters.clear()
  }

  /** Copied: a slice would keep the whole buffer behind it alive, and its owner could change it. */
  private store(key: string, value: Buffer, ttlSeconds: number): void {
    this.values.set(key, Buffer.from(value), { ttl: toMilliseconds(ttlSeconds) })
  }

  private count(key: string, by: number, ttlSeconds: number): number {
    const before = this.counters.get(key)
    const after = (before ?? 0) + by
    this.counters.set(key, after, { ttl: toMilliseconds(ttlSeconds), noUpdateTTL: before !== undefined })
    return after
  }
}
