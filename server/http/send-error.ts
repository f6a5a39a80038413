import { getRequestPath, isError, setResponseHeader, setResponseStatus, type H3Event } from 'h3'
import type { ErrorBody } from '#shared/common'
import { isDatabaseAway } from '../database.ts'
import { AppError, type ErrorCode } from '../errors.ts'
import { logger } from '../logger.ts'
import { clientOf } from './client.ts'
import { ERROR_STATUS } from './error-status.ts'

/**
 * The one way from an error to an answer. What has no name becomes 500: logged once with its stack, while the caller
 * gets a request id to ask about and nothing else.
 */
export function sendError(event: H3Event, error: unknown): ErrorBody | undefined {
  const { requestId } = clientOf(event)
  const named = nameOf(error)
  if (ERROR_STATUS[named.code] >= 500) logFailure(event, requestId, named.code, error)
  const response = event.node.res
  if (response.headersSent || response.writableEnded) {
    // too late for a status: cutting the connection tells the client that the body is not whole
    response.destroy()
    event._handled = true
    return undefined
  }
  event._handled = false
  setResponseStatus(event, ERROR_STATUS[named.code])
  setResponseHeader(event, 'cache-control', 'no-store')
  for (const name of MEDIA_HEADERS) response.removeHeader(name)
  for (const [name, value] of Object.entries(named.headers ?? {})) setResponseHeader(event, name, value)
  return { error: { code: named.code, message: named.message, requestId, ...details(named) } }
}

/** For a page, whose error page Nuxt makes: what went wrong is kept for whoever runs the site. */
export function logPageFailure(event: H3Event, error: unknown): void {
  const { code } = nameOf(error)
  if (ERROR_STATUS[code] >= 500) logFailure(event, clientOf(event).requestId, code, error)
}

/** Set for a body that is not sent now. */
const MEDIA_HEADERS = [
  'content-type',
  'content-length',
  'content-range',
  'content-encoding',
  'etag',
  'last-modified',
]

type NamedError = Pick<AppError, 'code' | 'message' | 'details' | 'headers'>

function nameOf(error: unknown): NamedError {
  if (error instanceof AppError) return error
  if (isError(error) && !error.unhandled) return frameworkError(error.statusCode)
  if (isDatabaseAway(error) || (isError(error) && isDatabaseAway(error.cause))) return frameworkError(503)
  return {
    code: 'internal',
    message: 'Something went wrong on our side. Try again; if it stays, tell us the request id.',
  }
}

/** What h3 and Nitro throw themselves; their messages repeat the URL, so ours are used. */
export function frameworkError(status: number): NamedError {
  const known: Record<number, NamedError> = {
    401: { code: 'unauthenticated', message: 'Log in to do this.' },
    403: { code: 'forbidden', message: 'You may not do this.' },
    404: { code: 'not_found', message: 'There is nothing at this address.' },
    405: { code: 'not_found', message: 'There is nothing at this address for this method.' },
    413: { code: 'too_large', message: 'The body is too large.' },
    415: { code: 'unsupported_media_type', message: 'Send the body as application/json in UTF-8.' },
    429: { code: 'rate_limited', message: 'That was too much at once. Try again later.' },
    503: { code: 'unavailable', message: 'This is not possible right now. Try again in a minute.' },
  }
  if (known[status]) return known[status]
  if (status >= 400 && status < 500)
    return { code: 'invalid_input', message: 'The request cannot be understood.' }
  return {
    code: 'internal',
    message: 'Something went wrong on our side. Try again; if it stays, tell us the request id.',
  }
}

function logFailure(event: H3Event, requestId: string, code: ErrorCode, error: unknown): void {
  const facts = { requestId, method: event.method, path: getRequestPath(event).split('?')[0], code, error }
  if (code === 'internal') logger.error(facts, 'request failed')
  else logger.warn(facts, 'request could not be served')
}

function details(error: NamedError): Pick<ErrorBody['error'], 'details'> {
  return error.details ? { details: error.details } : {}
}
