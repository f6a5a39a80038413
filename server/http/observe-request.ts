import { getRequestPath, type H3Event } from 'h3'
import { logger } from '../logger.ts'
import { requestSeconds } from '../metrics.ts'
import { clientOf } from './client.ts'

/** Slower than people like to wait; media and streams may take as long as they take. */
const SLOW_SECONDS = 2

/**
 * Gives the request its id and, once its last byte is out, its place in the metrics. What changes something, fails or is
 * slow is a log line; the thousands that just read are one only at level debug.
 */
export function observeRequest(event: H3Event): void {
  // fetches that a page's rendering makes belong to the page
  if ('__unenv__' in event.node.req) return
  const started = performance.now()
  const client = clientOf(event)
  const response = event.node.res
  response.setHeader('x-request-id', client.requestId)
  response.once('close', () => {
    const seconds = (performance.now() - started) / 1000
    const status = response.headersSent ? response.statusCode : 499
    const route = routeOf(event)
    requestSeconds.observe({ route, method: event.method, status }, seconds)
    const level = levelOf(event, route, status, seconds)
    if (!logger.isLevelEnabled(level)) return
    const path = getRequestPath(event).split('?')[0]
    const { requestId, address } = client
    logger[level](
      { requestId, method: event.method, path, status, ms: Math.round(seconds * 1000), address },
      'request',
    )
  })
}

/** Nitro's pages all come through one catch-all; paths that no route knows must not each become a label. */
function routeOf(event: H3Event): string {
  return (event.context.matchedRoute as { path?: string } | undefined)?.path ?? 'other'
}

function levelOf(event: H3Event, route: string, status: number, seconds: number): 'info' | 'debug' {
  const isRead = event.method === 'GET' || event.method === 'HEAD'
  const mayTakeLong =
    route.startsWith('/cdn/') || route.startsWith('/api/uploads') || route.endsWith('/status')
  return (isRead && status < 500 && (seconds < SLOW_SECONDS || mayTakeLong)) || isUploadPart(event)
    ? 'debug'
    : 'info'
}

function isUploadPart(event: H3Event): boolean {
  return event.method === 'PATCH' && event.path.startsWith('/api/uploads/')
}
