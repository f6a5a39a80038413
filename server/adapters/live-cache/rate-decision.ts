import type { RateDecision } from './port.ts'

/**
 * A fixed window that begins with its first point. Refused points count too, but never make the window longer.
 * @param consumed points of this window with the new ones in it
 */
export function decideRate(consumed: number, limit: number, windowLeftMs: number): RateDecision {
  const isAllowed = consumed <= limit
  return {
    isAllowed,
    remaining: Math.max(0, limit - consumed),
    retryAfterSeconds: isAllowed ? 0 : Math.max(1, Math.ceil(windowLeftMs / 1000)),
  }
}

/** Whole milliseconds, at least one: to both engines zero means something else than "over at once". */
export function toMilliseconds(seconds: number): number {
  return Math.max(1, Math.round(seconds * 1000))
}

/** One counter for each budget of a key. */
export function budgetKey(key: string, budget: { limit: number; windowSeconds: number }): string {
  return `${budget.limit}/${budget.windowSeconds}:${key}`
}
