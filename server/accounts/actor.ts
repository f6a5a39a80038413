import type { Role, Scope } from '#shared/accounts'
import { Unauthenticated } from '../errors.ts'

/** Who calls. Domains take this and nothing of HTTP. */
export type Actor = GuestActor | UserActor | SystemActor

export interface GuestActor {
  kind: 'guest'
  sessionId: string
}

export interface UserActor {
  kind: 'user'
  userId: string
  username: string
  name: string
  role: Role
  /** The session row, or null for an API token. */
  sessionId: string | null
  /** What this session or token may do; never more than the role allows. */
  scopes: readonly Scope[]
  /** Of the account as this request found it; absent where none was looked at. */
  scopeRevision?: number
}

/** The worker and the project's own commands. */
export interface SystemActor {
  kind: 'system'
}

export const systemActor: SystemActor = { kind: 'system' }

/** @throws Unauthenticated unless somebody is signed in */
export function requireUser(actor: Actor): UserActor {
  if (actor.kind !== 'user') throw new Unauthenticated('Log in to do this.')
  return actor
}

export function isSameUser(actor: Actor, userId: string): boolean {
  return actor.kind === 'user' && actor.userId === userId
}

/** The session that the caller came with, a guest's as well. */
export function sessionIdOf(actor: Actor | null): string | null {
  return actor && actor.kind !== 'system' ? actor.sessionId : null
}

/** May look at how the installation runs. */
export function isOperator(actor: Actor | null): boolean {
  return actor?.kind === 'user' && (actor.scopes.includes('operate') || actor.scopes.includes('admin'))
}
