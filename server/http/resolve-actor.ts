import type { H3Event } from 'h3'
import type { Role, Scope } from '#shared/accounts'
import type { Actor, UserActor } from '../accounts/actor.ts'
import { findSessionActor } from '../accounts/find-session.ts'
import { findTokenActor } from '../accounts/find-token.ts'
import { Forbidden, Unauthenticated } from '../errors.ts'
import { readSessionCookie } from './session-cookie.ts'

/**
 * `open`: the caller is not looked at (health). `anyone`: looked at where a session came along, but none is asked for
 * (sign-up, log-in). `guest`: any living session or token. The rest: that role, or admin.
 */
export type Access = 'open' | 'anyone' | 'guest' | 'user' | Exclude<Role, 'viewer'>

export interface ResolvedActor {
  actor: Actor | null
  via: 'none' | 'cookie' | 'token'
}

/** What a token needs for a route of these roles. */
const ROLE_SCOPES = { moderator: 'moderate', operator: 'operate', admin: 'admin' } as const

/** @throws Unauthenticated for a Bearer token that is not (or no longer) ours, whatever the route asks for */
export async function resolveActor(event: H3Event, access: Access): Promise<ResolvedActor> {
  if (access === 'open') return { actor: null, via: 'none' }
  const bearer = bearerToken(event)
  if (bearer !== undefined) return { actor: await requireToken(bearer), via: 'token' }
  const sessionId = await readSessionCookie(event)
  if (!sessionId) return { actor: null, via: 'none' }
  return { actor: await findSessionActor(sessionId), via: 'cookie' }
}

/**
 * @throws Unauthenticated without a living session or token, or for a guest where somebody must be signed in
 * @throws Forbidden when the role or the token's scopes do not reach
 */
export function authorize(actor: Actor | null, access: Access, method: string): Actor | null {
  if (access === 'open' || access === 'anyone') return actor
  if (!actor) throw unauthenticated('Log in, or send a token.')
  if (access === 'guest') return actor.kind === 'user' ? requireScope(actor, scopeOf(method)) : actor
  if (actor.kind !== 'user') throw unauthenticated('Log in to do this.')
  if (access === 'user') return requireScope(actor, scopeOf(method))
  if (actor.role !== access && actor.role !== 'admin') throw new Forbidden('Your account may not do this.')
  return requireScope(actor, ROLE_SCOPES[access])
}

function requireScope(actor: UserActor, scope: Scope): UserActor {
  if (!actor.scopes.includes(scope)) throw new Forbidden(`This token does not have the scope ${scope}.`)
  return actor
}

function scopeOf(method: string): Scope {
  return method === 'GET' || method === 'HEAD' ? 'read' : 'write'
}

function bearerToken(event: H3Event): string | undefined {
  const header = event.node.req.headers.authorization
  if (header === undefined) return undefined
  return /^Bearer +(\S+) *$/i.exec(header)?.[1] ?? ''
}

async function requireToken(token: string): Promise<Actor> {
  const actor = await findTokenActor(token)
  if (!actor) throw unauthenticated('This token is not valid, or no longer.')
  return actor
}

function unauthenticated(message: string): Unauthenticated {
  return new Unauthenticated(message, { headers: { 'www-authenticate': 'Bearer' } })
}
