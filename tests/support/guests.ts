import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { createEvent } from 'h3'
import { startGuestSession } from '../../server/accounts/start-guest-session.ts'
import type { StartedSession } from '../../server/accounts/start-session.ts'
import { SESSION_COOKIE, writeSessionCookie } from '../../server/http/session-cookie.ts'
import { BrowserClient } from './browser-client.ts'

/** Somebody who has seen the first page and has no account. */
export async function guestClient(base: string): Promise<BrowserClient> {
  const client = new BrowserClient(base)
  const started = await startGuestSession({ addressGroup: '127.0.0.1', userAgent: '' })
  client.cookies.set(SESSION_COOKIE, await sealedCookie(started))
  return client
}

/** What a browser keeps of a session. */
export async function sealedCookie({ sessionId, maxAgeSeconds }: StartedSession): Promise<string> {
  const request = new IncomingMessage(new Socket())
  const event = createEvent(request, new ServerResponse(request))
  await writeSessionCookie(event, sessionId, maxAgeSeconds)
  return /=([^;]*)/.exec(String(event.node.res.getHeader('set-cookie')))?.[1] ?? ''
}
