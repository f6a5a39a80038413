import type { DeviceSessionView } from '#shared/accounts'
import { systemClock } from '../adapters/clock/index.ts'
import type { UserActor } from './actor.ts'
import { accountsSql } from './tables.ts'

/** Where this person is logged in, last seen first. */
export async function listSessions(actor: UserActor, now = systemClock.now()): Promise<DeviceSessionView[]> {
  const rows = await accountsSql()
    .selectFrom('sessions')
    .select(['id', 'user_agent', 'created_at', 'last_seen_at'])
    .where('account_id', '=', actor.userId)
    .where('expires_at', '>', now.getTime())
    .orderBy('last_seen_at', 'desc')
    .orderBy('id')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    isCurrent: row.id === actor.sessionId,
    userAgent: row.user_agent,
    createdAt: new Date(row.created_at).toISOString(),
    lastSeenAt: new Date(row.last_seen_at).toISOString(),
  }))
}
