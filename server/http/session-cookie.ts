import { parseCookies, sealSession, setCookie, unsealSession, type H3Event, type SessionConfig } from 'h3'
import { boundedCache } from '../bounded-cache.ts'
import { config } from '../config.ts'
import { clientOf } from './client.ts'

export const SESSION_COOKIE = 'clipway-session'
/** Nobody's session lives longer; the row in the database says how long it really does. */
const SEAL_SECONDS = 30 * 24 * 3600
/** A sealed value of ours has about 400 characters. */
const MAX_SEALED_LENGTH = 1024

/**
 * Sealed value -> session id. Opening a seal costs two key derivations; what it says never changes, and whether the
 * session still lives is asked of the database every time.
 */
const opened = boundedCache<string>({ entries: 20_000, keptMs: 3600_000 })

/** The id that the cookie names; whether such a session lives is another question. */
export async function readSessionCookie(event: H3Event): Promise<string | undefined> {
  const sealed = parseCookies(event)[SESSION_COOKIE]
  if (!sealed || sealed.length > MAX_SEALED_LENGTH) return undefined
  const known = opened.get(sealed)
  if (known) return known
  const sessionId = await open(event, sealed)
  if (sessionId) opened.set(sealed, sessionId)
  return sessionId
}

/** Gives the sealed value. */
export async function writeSessionCookie(
  event: H3Event,
  sessionId: string,
  maxAgeSeconds: number,
): Promise<string> {
  const sealed = await seal(event, sessionId)
  setCookie(event, SESSION_COOKIE, sealed, { ...cookieOptions(event), maxAge: maxAgeSeconds })
  opened.set(sealed, sessionId)
  return sealed
}

export async function clearSessionCookie(event: H3Event): Promise<void> {
  setCookie(event, SESSION_COOKIE, '', { ...cookieOptions(event), maxAge: 0 })
}

/** Secure where the browser came by https: over plain http it would drop the cookie. */
function cookieOptions(event: H3Event) {
  const isSecure = clientOf(event).isSecure || config().url.startsWith('https:')
  return { path: '/', httpOnly: true, sameSite: 'lax' as const, secure: isSecure }
}

function sealConfig(): SessionConfig {
  return {
    name: SESSION_COOKIE,
    password: config().sessionPassword,
    maxAge: SEAL_SECONDS,
    sessionHeader: false,
  }
}

/** The format of nuxt-auth-utils and h3: whatever session the request came with is left out of it. */
async function seal(event: H3Event, sessionId: string): Promise<string> {
  event.context.sessions = {
    [SESSION_COOKIE]: { id: sessionId, createdAt: Date.now(), data: {} },
  }
  return sealSession(event, sealConfig())
}

async function open(event: H3Event, sealed: string): Promise<string | undefined> {
  try {
    const session = await unsealSession(event, sealConfig(), sealed)
    return typeof session.id === 'string' ? session.id : undefined
  } catch {
    // forged, sealed with another password, or too old: the same as no cookie
    return undefined
  }
}
