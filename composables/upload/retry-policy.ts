/** What ended an attempt. `status`: of the server's answer, or null when none came. */
export interface SendFailure {
  status: number | null
  /** Attempts in a row that brought no byte across. */
  attempt: number
}

export type RetryDecision = { isRetried: true; delayMs: number } | { isRetried: false }

const LONGEST_DELAY_MS = 30_000
/** Answers that a later attempt may change: locked or moved offset, too busy, and whatever is wrong on the server. */
const PASSING = new Set([408, 409, 423, 425, 429])
const SERVER_ATTEMPTS = 8

/**
 * A lost connection is tried again for as long as the page is open; an answer that says "not now" a few times; one that
 * says "no" never. `random`: 0 to 1, spreads the clients of a server that comes back.
 */
export function decideRetry(failure: SendFailure, random: number): RetryDecision {
  if (failure.status !== null && !isPassing(failure.status)) return { isRetried: false }
  if (failure.status !== null && failure.status !== 503 && failure.attempt >= SERVER_ATTEMPTS) {
    return { isRetried: false }
  }
  const delay = Math.min(LONGEST_DELAY_MS, 500 * 2 ** Math.min(failure.attempt, 10))
  return { isRetried: true, delayMs: delay / 2 + (delay / 2) * random }
}

function isPassing(status: number): boolean {
  return status >= 500 || PASSING.has(status)
}
