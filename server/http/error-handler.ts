import { getRequestHeader, send, setResponseHeader, type H3Error, type H3Event } from 'h3'
import { isProgramPath } from './program-paths.ts'
import { logPageFailure, sendError } from './send-error.ts'

/**
 * What the framework throws (no such route, a broken URL) in the same shape as our own errors, for everything that is no
 * page; pages go on to Nuxt's error page.
 */
export default async function handleError(error: H3Error, event: H3Event): Promise<void> {
  const cause = error.unhandled ? (error.cause ?? error) : error
  if (!isForPrograms(event)) return logPageFailure(event, cause)
  const body = sendError(event, cause)
  if (!body) return
  setResponseHeader(event, 'content-type', 'application/json')
  await send(event, JSON.stringify(body))
}

function isForPrograms(event: H3Event): boolean {
  if (isProgramPath(event.path)) return true
  const accept = getRequestHeader(event, 'accept') ?? ''
  return accept.includes('application/json') && !accept.includes('text/html')
}
