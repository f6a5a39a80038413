/**
 * Every condition that a caller can meet has a name here and a status in `http/error-status.ts`.
 * `retryable` is read by the worker: such a failure is tried again with back-off.
 */
export const ERROR_CODES = [
  'invalid_input',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'gone',
  'too_large',
  'unsupported_media_type',
  'unprocessable',
  'range_not_satisfiable',
  'rate_limited',
  'unavailable',
  'insufficient_storage',
  'restoring',
  'corrupt',
  'internal',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

export interface ErrorDetail {
  path: string
  message: string
}

interface AppErrorOptions {
  details?: ErrorDetail[]
  /** Headers that belong to the answer, as Retry-After does. */
  headers?: Record<string, string>
  cause?: unknown
}

/** `message` is read by people: what happened and what to do next, with nothing secret in it. */
export abstract class AppError extends Error {
  abstract readonly code: ErrorCode
  readonly retryable: boolean = false
  readonly details?: ErrorDetail[]
  readonly headers?: Record<string, string>

  constructor(message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.name = this.constructor.name
    this.details = options.details
    this.headers = options.headers
  }
}

/** 400: the request cannot be read (wrong types, unknown query, broken JSON). */
export class InvalidInput extends AppError {
  readonly code = 'invalid_input'
}
/** 401 */
export class Unauthenticated extends AppError {
  readonly code = 'unauthenticated'
}
/** 403: for what everyone knows to exist. Someone else's private thing is NotFound. */
export class Forbidden extends AppError {
  readonly code = 'forbidden'
}
/** 404: missing, or not for this caller to know of. */
export class NotFound extends AppError {
  readonly code = 'not_found'
}
/** 409 */
export class Conflict extends AppError {
  readonly code = 'conflict'
}
/** 410 */
export class Gone extends AppError {
  readonly code = 'gone'
}
/** 413 */
export class TooLarge extends AppError {
  readonly code = 'too_large'
}
/** 415 */
export class UnsupportedMediaType extends AppError {
  readonly code = 'unsupported_media_type'
}
/** 422: readable, but with keys or values that this endpoint does not take. */
export class Unprocessable extends AppError {
  readonly code = 'unprocessable'
}
/** 416 */
export class RangeNotSatisfiable extends AppError {
  readonly code = 'range_not_satisfiable'
}
/** 429 */
export class RateLimited extends AppError {
  readonly code = 'rate_limited'
}
/** 503: a dependency is away for now. */
export class Unavailable extends AppError {
  readonly code = 'unavailable'
  override readonly retryable = true
}
/** 507 */
export class InsufficientStorage extends AppError {
  readonly code = 'insufficient_storage'
  override readonly retryable = true
}
/** 202: it is brought back; ask again after what Retry-After says. Nothing is wrong. */
export class Restoring extends AppError {
  readonly code = 'restoring'
  override readonly retryable = true
}
/** 503: stored bytes are not what they were; they are never given out. */
export class CorruptObject extends AppError {
  readonly code = 'corrupt'
}
