/** What a limiter says about one more request. */
export interface RateDecision {
  isAllowed: boolean
  remaining: number
  retryAfterSeconds: number
}

/** Short-lived shared state: hot bytes, counters, limits. Losing all of it loses nothing that matters. */
export interface LiveCache {
  readonly kind: 'memory' | 'redis'
  get(key: string): Promise<Buffer | undefined>
  /** `ttlSeconds` starts anew at every set. */
  set(key: string, value: Buffer, ttlSeconds: number): Promise<void>
  /** Starts the time to live anew; false when the key is gone. */
  touch(key: string, ttlSeconds: number): Promise<boolean>
  delete(key: string): Promise<void>
  /**
   * Keys of values that begin so, in no order, at most `limit`. It walks over everything that is kept: for jobs, never
   * for a request.
   */
  keys(prefix: string, limit: number): Promise<string[]>
  /** Sets only where nothing stands yet; true for the one caller who did. */
  setIfAbsent(key: string, value: Buffer, ttlSeconds: number): Promise<boolean>
  /** Adds to an integer counter that lives for `ttlSeconds` from its first increment; gives the new value. Atomic across processes. */
  increment(key: string, by: number, ttlSeconds: number): Promise<number>
  /** Takes `points` from the budget of `limit` points per `windowSeconds` under `key`. Atomic across processes. */
  consume(
    key: string,
    budget: { limit: number; windowSeconds: number; points?: number },
  ): Promise<RateDecision>
  ping(): Promise<void>
  close(): Promise<void>
}
