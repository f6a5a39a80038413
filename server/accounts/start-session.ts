import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { AccountTables } from './tables.ts'

/** What the cookie needs to know. */
export interface StartedSession {
  sessionId: string
  maxAgeSeconds: number
}

/** From the log-in, whether used or not. */
const USER_SECONDS = 30 * 24 * 3600
const GUEST_SECONDS = 7 * 24 * 3600

/** A new id each time: one that was planted in a browser before the log-in is worth nothing after it. */
export async function startSession(
  db: Kysely<AccountTables>,
  session: { accountId: string | null; userAgent: string },
  now: Date,
): Promise<StartedSession> {
  const sessionId = randomBytes(24).toString('base64url')
  const maxAgeSeconds = session.accountId ? USER_SECONDS : GUEST_SECONDS
  await db
    .insertInto('sessions')
    .values({
      id: sessionId,
      kind: session.accountId ? 'user' : 'guest',
      account_id: session.accountId,
      user_agent: session.userAgent,
      created_at: now.getTime(),
      last_seen_at: now.getTime(),
      expires_at: now.getTime() + maxAgeSeconds * 1000,
    })
    .execute()
  return { sessionId, maxAgeSeconds }
}

/** The session that the request came with, a guest's or another person's, ends with the log-in. */
export async function endSession(
  db: Kysely<AccountTables>,
  sessionId: string | null | undefined,
): Promise<void> {
  if (sessionId) await db.deleteFrom('sessions').where('id', '=', sessionId).execute()
}
