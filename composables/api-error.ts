import type { ErrorBody } from '#shared/common'

/** No answer came: the server is away or the network is. Every other status is the server's own. */
export const NO_ANSWER = 0

/** What the API said, or could not say, in the form that pages branch on and ErrorNotice shows. */
export class ApiError extends Error {
  /** HTTP status, or NO_ANSWER. Named as Nuxt names it, so that it survives the trip from server to browser. */
  readonly statusCode: number
  readonly data: ErrorBody | undefined

  /** @param message in place of what the answer says; in the reader's language */
  constructor(statusCode: number, body?: ErrorBody, message?: string) {
    super(message ?? body?.error.message ?? fallbackMessage(statusCode))
    this.name = 'ApiError'
    this.statusCode = statusCode
    this.data = body
  }

  get code(): string {
    return this.data?.error.code ?? (this.statusCode === NO_ANSWER ? 'no_answer' : 'unknown')
  }

  get requestId(): string | undefined {
    return this.data?.error.requestId
  }

  /** By field: `{ email: 'is already taken' }`; what a form puts under its inputs. */
  get fields(): Record<string, string> {
    const details = this.data?.error.details ?? []
    return Object.fromEntries(details.map(({ path, message }) => [path, message]))
  }
}

/** Reads any thrown value: a failed fetch, an error that came with the page's payload, or a bug. */
export function toApiError(cause: unknown): ApiError {
  if (cause instanceof ApiError) return cause
  if (!isRecord(cause)) return new ApiError(NO_ANSWER)
  // Nuxt wraps what a page's data failed with, and makes a 500 of what has no status
  if (cause.cause instanceof ApiError) return cause.cause
  const status = cause.statusCode ?? cause.status
  const body = isErrorBody(cause.data) ? cause.data : undefined
  return new ApiError(typeof status === 'number' ? status : NO_ANSWER, body)
}

function fallbackMessage(statusCode: number): string {
  if (statusCode === NO_ANSWER) return 'Clipway did not answer. Check your connection and try again.'
  if (statusCode === 404) return 'This does not exist, or it is not for you to see.'
  return 'Something went wrong on our side. Try again in a moment.'
}

function isErrorBody(value: unknown): value is ErrorBody {
  return isRecord(value) && isRecord(value.error) && typeof value.error.message === 'string'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
