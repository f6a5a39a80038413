import { getLiveCache } from '../adapters/live-cache/index.ts'
import { config } from '../config.ts'
import { RateLimited, Unavailable } from '../errors.ts'
import { logger } from '../logger.ts'
import type { Client } from './client.ts'

interface RateBudget {
  limit: number
  windowSeconds: number
  /** Without the counter: codes and passwords are not tried at all, everything else goes on. */
  whenAway: 'allow' | 'refuse'
}

/**
 * Budgets by address. What protects one account or one code is counted there (`accounts/attempts.ts`), so these may be
 * wide enough for a classroom behind one address. `none` is for bytes and health, which cost less than the counting.
 */
export const RATE_BUDGETS = {
  none: null,
  read: { limit: 1200, windowSeconds: 60, whenAway: 'allow' },
  write: { limit: 300, windowSeconds: 60, whenAway: 'allow' },
  // players send one every ten seconds: a classroom's must not use up what its people like and write with
  report: { limit: 1800, windowSeconds: 60, whenAway: 'allow' },
  upload: { limit: 1200, windowSeconds: 60, whenAway: 'allow' },
  /** Each is held in memory, 10 MB of it, and decoded. */
  picture: { limit: 20, windowSeconds: 60, whenAway: 'allow' },
  stream: { limit: 120, windowSeconds: 60, whenAway: 'allow' },
  login: { limit: 60, windowSeconds: 300, whenAway: 'refuse' },
  code: { limit: 60, windowSeconds: 300, whenAway: 'refuse' },
  signup: { limit: 60, windowSeconds: 600, whenAway: 'refuse' },
} as const satisfies Record<string, RateBudget | null>

export type RateClass = keyof typeof RATE_BUDGETS

/**
 * @throws RateLimited with Retry-After
 * @throws Unavailable when the counter is away and the class must be counted
 */
export async function limitRate(rate: RateClass, client: Client): Promise<void> {
  const budget: RateBudget | null = RATE_BUDGETS[rate]
  if (!budget) return
  const decision = await consume(rate, budget, client)
  if (decision && !decision.isAllowed) throw rateLimited(decision.retryAfterSeconds)
}

export function rateLimited(retryAfterSeconds: number): RateLimited {
  const seconds = Math.max(1, Math.ceil(retryAfterSeconds))
  return new RateLimited(`That was too much at once. Try again in ${spoken(seconds)}.`, {
    headers: { 'retry-after': String(seconds) },
  })
}

async function consume(rate: RateClass, budget: RateBudget, client: Client) {
  try {
    return await getLiveCache().consume(`rate:${rate}:${client.addressGroup}`, {
      limit: Math.ceil(budget.limit * config().rateLimitScale),
      windowSeconds: budget.windowSeconds,
    })
  } catch (error) {
    if (budget.whenAway === 'allow') return undefined
    logger.warn({ error, rate }, 'rate limit cannot be counted')
    throw new Unavailable('This is not possible right now. Try again in a minute.', {
      cause: error,
      headers: { 'retry-after': '60' },
    })
  }
}

function spoken(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? 'a second' : `${seconds} seconds`
  return `${Math.ceil(seconds / 60)} minutes`
}
