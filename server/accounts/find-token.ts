import { createHash } from 'node:crypto'
import { SCOPES, type Scope } from '#shared/accounts'
import { scopesWithin } from '#shared/role-scopes'
import { systemClock } from '../adapters/clock/index.ts'
import type { UserActor } from './actor.ts'
import { noteTokenUsed } from './note-last-use.ts'
import { preparedLookup } from './prepared-lookup.ts'

export const TOKEN_PREFIX = 'clipway_'

const lookUp = preparedLookup((db, tokenHash) =>
  db
    .selectFrom('api_tokens')
    .innerJoin('accounts', 'accounts.id', 'api_tokens.account_id')
    .select([
      'api_tokens.id as token_id',
      'api_tokens.scopes',
      'api_tokens.expires_at',
      'api_tokens.last_used_at',
      'accounts.id as account_id',
      'accounts.username',
      'accounts.name',
      'accounts.role',
      'accounts.scope_revision',
    ])
    .where('api_tokens.token_hash', '=', tokenHash)
    .where('accounts.disabled_at', 'is', null),
)

/** Null when the token is unknown, revoked or expired, or its owner's account is disabled. */
export async function findTokenActor(token: string, now = systemClock.now()): Promise<UserActor | null> {
  if (!token.startsWith(TOKEN_PREFIX) || token.length > 100) return null
  const row = await lookUp(hashToken(token))
  if (!row || (row.expires_at !== null && row.expires_at <= now.getTime())) return null
  noteTokenUsed(row.token_id, row.last_used_at, now)
  return {
    kind: 'user',
    userId: row.account_id,
    username: row.username,
    name: row.name,
    role: row.role,
    sessionId: null,
    scopes: scopesWithin(row.role, parseScopes(row.scopes)),
    scopeRevision: row.scope_revision,
  }
}

/** A token has 256 random bits, so a plain hash cannot be searched backwards. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

export function parseScopes(scopes: string): Scope[] {
  return SCOPES.filter((scope) => scopes.split(' ').includes(scope))
}
