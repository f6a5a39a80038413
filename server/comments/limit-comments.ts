import type { UserActor } from '../accounts/actor.ts'
import { getLiveCache } from '../adapters/live-cache/index.ts'
import { config } from '../config.ts'
import { RateLimited } from '../errors.ts'
import { logger } from '../logger.ts'

const BUDGET = { limit: 30, windowSeconds: 60 }

/**
 * What one person may write in a minute, from however many addresses. Where it cannot be counted they may go on.
 * @throws RateLimited with Retry-After
 */
export async function limitComments(actor: UserActor): Promise<void> {
  const budget = { ...BUDGET, limit: Math.ceil(BUDGET.limit * config().rateLimitScale) }
  const decision = await getLiveCache()
    .consume(`comments:${actor.userId}`, budget)
    .catch((error: unknown) => void logger.warn({ error }, 'comments cannot be counted'))
  if (!decision || decision.isAllowed) return
  const seconds = Math.max(1, Math.ceil(decision.retryAfterSeconds))
  throw new RateLimited(`That was a lot of comments at once. Try again in ${seconds} s.`, {
    headers: { 'retry-after': String(seconds) },
  })
}
