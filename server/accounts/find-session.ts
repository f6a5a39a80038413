import { scopesOfRole } from '#shared/role-scopes'
import { preparedLookup } from './prepared-lookup.ts'
import type { Actor } from './actor.ts'
import { systemClock } from '../adapters/clock/index.ts'
import { noteSessionSeen } from './note-last-use.ts'

const lookUp = preparedLookup((db, sessionId) =>
  db
    .selectFrom('sessions')
    .leftJoin('accounts', 'accounts.id', 'sessions.account_id')
    .select([
      'sessions.kind',
      'sessions.expires_at',
      'sessions.last_seen_at',
      'accounts.id as account_id',
      'accounts.username',
      'accounts.name',
      'accounts.role',
      'accounts.disabled_at',
      'accounts.scope_revision',
    ])
    .where('sessions.id', '=', sessionId),
)

/**
 * Whose session this is, asked of the database every time: a log-out, a ban or another role bites at the next request.
 * Null when the session ended or the account is disabled.
 */
export async function findSessionActor(sessionId: string, now = systemClock.now()): Promise<Actor | null> {
  const row = await lookUp(sessionId)
  if (!row || row.expires_at <= now.getTime() || row.disabled_at !== null) return null
  noteSessionSeen(sessionId, row.last_seen_at, now)
  if (row.kind === 'guest') return { kind: 'guest', sessionId }
  if (!row.account_id || !row.username || !row.role) return null
  return {
    kind: 'user',
    userId: row.account_id,
    username: row.username,
    name: row.name ?? row.username,
    role: row.role,
    sessionId,
    scopes: scopesOfRole(row.role),
    scopeRevision: row.scope_revision ?? 0,
  }
}
