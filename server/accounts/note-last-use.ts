import { logger } from '../logger.ts'
import { accountsSql } from './tables.ts'

/** "Last seen" is for people to read, so one write in a while is enough for thousands of requests. */
const EVERY_MS = 5 * 60_000

/** Writes in the background: nobody's request waits for it, and losing it loses nothing. */
export function noteSessionSeen(sessionId: string, lastSeenAt: number, now: Date): void {
  if (now.getTime() - lastSeenAt < EVERY_MS) return
  accountsSql()
    .updateTable('sessions')
    .set({ last_seen_at: now.getTime() })
    .where('id', '=', sessionId)
    .where('last_seen_at', '<', now.getTime() - EVERY_MS)
    .execute()
    .catch((error: unknown) => logger.warn({ error }, 'last use of a session was not noted'))
}

export function noteTokenUsed(tokenId: string, lastUsedAt: number | null, now: Date): void {
  if (now.getTime() - (lastUsedAt ?? 0) < EVERY_MS) return
  accountsSql()
    .updateTable('api_tokens')
    .set({ last_used_at: now.getTime() })
    .where('id', '=', tokenId)
    .execute()
    .catch((error: unknown) => logger.warn({ error }, 'last use of an API token was not noted'))
}
