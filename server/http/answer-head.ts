import type { H3Event } from 'h3'

/** Has a HEAD of its own, which tells an upload's offset (tus 1.0.0). */
const OWN_HEAD = /^\/api\/uploads\/[^/?]+(?:\?|$)/

/**
 * Lets what answers a GET of the API answer a HEAD, too (RFC 9110, 9.3.2). Node has seen the request's own method and
 * leaves the body out. Routers look routes up by method and know only those that were written down.
 */
export function answerHead(event: H3Event): void {
  if (event.node.req.method !== 'HEAD' || !event.path.startsWith('/api/') || OWN_HEAD.test(event.path)) return
  event.node.req.method = 'GET'
  event._method = 'GET'
  event.context.isHead = true
}

/** What writes its answer by itself, as streams do, has nothing to say without a body. */
export function isHeadOfGet(event: H3Event): boolean {
  return event.context.isHead === true
}
