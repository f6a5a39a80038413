import { getLiveCache } from '../adapters/live-cache/index.ts'
import { config } from '../config.ts'
import { RateLimited, Unavailable } from '../errors.ts'

/** Of one person in an hour, whoever is reached: enough for a new class on its first day, too little for spam. */
const BUDGETS = { ask: 60, follow: 200, share: 120 } as const
const WINDOW_SECONDS = 3600

/**
 * Counts one more of what reaches other people.
 * @throws RateLimited with Retry-After
 * @throws Unavailable when it cannot be counted: nobody is reached then
 */
export async function limitPerson(kind: keyof typeof BUDGETS, userId: string): Promise<void> {
  const limit = Math.ceil(BUDGETS[kind] * config().rateLimitScale)
  const decision = await getLiveCache()
    .consume(`reaching-people:${kind}:${userId}`, { limit, windowSeconds: WINDOW_SECONDS })
    .catch((cause: unknown) => {
      throw new Unavailable('This is not possible right now. Try again in a minute.', { cause })
    })
  if (decision.isAllowed) return
  const seconds = Math.max(1, Math.ceil(decision.retryAfterSeconds))
  throw new RateLimited(`That reached many people at once. Try again in ${Math.ceil(seconds / 60)} min.`, {
    headers: { 'retry-after': String(seconds) },
  })
}
