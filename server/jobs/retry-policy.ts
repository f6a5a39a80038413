import { ZodError } from 'zod'
import { AppError } from '../errors.ts'

const FIRST_DELAY_MS = 1000
const MAX_DELAY_MS = 5 * 60_000

/**
 * Delay before try `attempt + 1`: doubles each time, and is spread over half of itself, so that jobs that failed
 * together do not come back together. `random` in [0, 1).
 */
export function retryDelayMs(attempt: number, random: () => number = Math.random): number {
  const delay = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), MAX_DELAY_MS)
  return delay * (0.5 + random() / 2)
}

/** A named error says so itself; what has no name may be a passing trouble. A payload that does not parse never will. */
export function isRetryable(error: unknown): boolean {
  if (error instanceof AppError) return error.retryable
  return !(error instanceof ZodError)
}
