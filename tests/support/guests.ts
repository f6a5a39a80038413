import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { createEvent } from 'h3'
import { startGuestSession } from '../../server/accounts/start-guest-session.ts'
import { SESSION_COOKIE, writeSessionCookie } from '../../server/http/session-cookie.ts'
import { BrowserClient } from './browser-client.ts'

/** Somebody who has seen the first page and has no account. */
export async function guestClient(base: string): Promise<BrowserClient> {
  const request = new IncomingMessage(new Socket())
  const event = createEvent(request, new ServerResponse(request))
  const { sessionId, maxAgeSeconds } = await startGuestSession({ addressGroup: '127.0.0.1', userAgent: '' })
  await writeSessionCookie(event, sessionId, maxAgeSeconds)
  const client = new BrowserClient(base)
  const sealed = /=([^;]*)/.exec(String(event.node.res.getHeader('set-cookie')))?.[1] ?? ''
  client.cookies.set(SESSION_COOKIE, sealed)
  return client
}
