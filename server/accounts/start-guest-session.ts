import { systemClock } from '../adapters/clock/index.ts'
import { getLiveCache } from '../adapters/live-cache/index.ts'
import { findSessionActor } from './find-session.ts'
import { startSession, type StartedSession } from './start-session.ts'
import { accountsSql } from './tables.ts'

/** Far more first visits than a classroom makes in an hour. */
const GUESTS_PER_HOUR = 120
const WINDOW_SECONDS = 3600

/**
 * A read-only session for a visitor. An address that keeps coming without its cookie makes no more rows after a while:
 * its visitors share one, which costs them nothing, as a guest owns nothing.
 */
export async function startGuestSession(
  visitor: { addressGroup: string; userAgent: string },
  now = systemClock.now(),
): Promise<StartedSession> {
  const cache = getLiveCache()
  const key = `guests:${visitor.addressGroup}`
  const { isAllowed } = await cache.consume(key, { limit: GUESTS_PER_HOUR, windowSeconds: WINDOW_SECONDS })
  const shared = isAllowed ? undefined : await findShared(key)
  if (shared) return shared
  const session = await startSession(accountsSql(), { accountId: null, userAgent: visitor.userAgent }, now)
  if (!isAllowed)
    await cache.setIfAbsent(`${key}:shared`, Buffer.from(JSON.stringify(session)), WINDOW_SECONDS)
  return session
}

async function findShared(key: string): Promise<StartedSession | undefined> {
  const stored = await getLiveCache().get(`${key}:shared`)
  if (!stored) return undefined
  const session = JSON.parse(stored.toString()) as StartedSession
  return (await findSessionActor(session.sessionId)) ? session : undefined
}
