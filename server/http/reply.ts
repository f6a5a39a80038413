import type { IncomingMessage, ServerResponse } from 'node:http'
import { setResponseHeader, setResponseStatus, type H3Event } from 'h3'
import { clearSessionCookie, writeSessionCookie } from './session-cookie.ts'

/** What an endpoint may say about its answer besides the body. */
export interface Reply {
  status(code: number): void
  header(name: string, value: string): void
  /** Puts the session's id into the sealed cookie. */
  startSession(sessionId: string, maxAgeSeconds: number): Promise<void>
  endSession(): Promise<void>
  /** For endpoints that stream; JSON endpoints never touch it. */
  raw: { request: IncomingMessage; response: ServerResponse }
}

export function createReply(event: H3Event): Reply {
  return {
    status: (code) => setResponseStatus(event, code),
    header: (name, value) => setResponseHeader(event, name, value),
    async startSession(sessionId, maxAgeSeconds) {
      await writeSessionCookie(event, sessionId, maxAgeSeconds)
    },
    endSession: () => clearSessionCookie(event),
    raw: { request: event.node.req, response: event.node.res },
  }
}
