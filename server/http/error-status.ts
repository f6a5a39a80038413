import type { ErrorCode } from '../errors.ts'

/** The one place where a named error becomes an HTTP status (RFC 9110, 15; 507: RFC 4918, 11.5). */
export const ERROR_STATUS = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  unsupported_media_type: 415,
  range_not_satisfiable: 416,
  unprocessable: 422,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
  insufficient_storage: 507,
  restoring: 202,
  corrupt: 503,
} as const satisfies Record<ErrorCode, number>
