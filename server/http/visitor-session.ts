import { parseCookies, type H3Event } from 'h3'
import { findSessionActor } from '../accounts/find-session.ts'
import { startGuestSession } from '../accounts/start-guest-session.ts'
import { logger } from '../logger.ts'
import { clientOf } from './client.ts'
import { isEmbedPage } from './embed-page.ts'
import { isProgramPath } from './program-paths.ts'
import { readSessionCookie, SESSION_COOKIE, writeSessionCookie } from './session-cookie.ts'

/**
 * Gives somebody who asks for a page without a living session a guest's. The rest of this request, and what the page
 * fetches of our own API while it is rendered, carries it already.
 */
export async function ensureVisitorSession(event: H3Event): Promise<void> {
  if (!asksForPage(event)) return
  try {
    const known = await readSessionCookie(event)
    if (known && (await findSessionActor(known))) return
    const { addressGroup, userAgent } = clientOf(event)
    const session = await startGuestSession({ addressGroup, userAgent })
    replaceCookie(event, await writeSessionCookie(event, session.sessionId, session.maxAgeSeconds))
  } catch (error) {
    // the page itself says what does not work; without a session its reads answer 401
    logger.warn({ error }, 'a visitor got no session')
  }
}

/** Parts of pages, and files by their extension. */
const NO_PAGES = /^\/(?:_nuxt|__nuxt[^/]*)(?:\/|$)|\.\w{2,5}$/

function asksForPage(event: H3Event): boolean {
  if (event.method !== 'GET' || '__unenv__' in event.node.req) return false
  const { accept = '*/*', 'sec-fetch-dest': destination } = event.node.req.headers
  if (destination !== undefined && destination !== 'document') return false
  if (!/text\/html|\*\/\*/.test(accept)) return false
  // shown on other sites: it works without a cookie, and leaves none
  if (isEmbedPage(event.path)) return false
  return !isProgramPath(event.path) && !NO_PAGES.test(event.path.split('?')[0] ?? '')
}

function replaceCookie(event: H3Event, sealed: string): void {
  const others = Object.entries(parseCookies(event)).filter(([name]) => name !== SESSION_COOKIE)
  event.node.req.headers.cookie = [...others, [SESSION_COOKIE, sealed]]
    .map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`)
    .join('; ')
}
