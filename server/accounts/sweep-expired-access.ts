import { systemClock } from '../adapters/clock/index.ts'
import { accountsSql } from './tables.ts'

/** Codes count towards the hourly limit for an hour, so they stay a little longer than they work. */
const CODES_KEPT_MS = 2 * 3600_000

/** Removes what has ended anyway: sessions, sign-ups, codes and tokens. Gives how many rows went. */
export async function sweepExpiredAccess(now = systemClock.now()): Promise<number> {
  const db = accountsSql()
  const time = now.getTime()
  const results = await Promise.all([
    db.deleteFrom('sessions').where('expires_at', '<=', time).executeTakeFirst(),
    db.deleteFrom('sign_ups').where('expires_at', '<=', time).executeTakeFirst(),
    db
      .deleteFrom('codes')
      .where('created_at', '<=', time - CODES_KEPT_MS)
      .executeTakeFirst(),
    db.deleteFrom('api_tokens').where('expires_at', '<=', time).executeTakeFirst(),
  ])
  return results.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0)
}
