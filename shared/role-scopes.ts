import { SCOPES, type Role, type Scope } from './accounts.ts'

/** All that a role can ever do; a session has all of it, a token what was asked of it. */
const SCOPES_OF_ROLE = {
  viewer: ['read', 'write'],
  moderator: ['read', 'write', 'moderate'],
  operator: ['read', 'write', 'operate'],
  admin: SCOPES,
} as const satisfies Record<Role, readonly Scope[]>

export function scopesOfRole(role: Role): readonly Scope[] {
  return SCOPES_OF_ROLE[role]
}

/** What is left of a token's scopes under the role that its owner has now. */
export function scopesWithin(role: Role, scopes: readonly Scope[]): readonly Scope[] {
  return scopesOfRole(role).filter((scope) => scopes.includes(scope))
}
