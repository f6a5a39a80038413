import { LRUCache } from 'lru-cache'

/**
 * A cache of so many entries at most, the least used of which leave first. As a size rather than lru-cache's `max`, for
 * which room is taken at once, in every process, whether or not it is ever used.
 */
export function boundedCache<Value extends NonNullable<unknown>>(limits: {
  entries: number
  /** How long one is kept; for ever where absent. */
  keptMs?: number
}): LRUCache<string, Value> {
  return new LRUCache({
    maxSize: limits.entries,
    sizeCalculation: () => 1,
    ...(limits.keptMs && { ttl: limits.keptMs }),
  })
}
