/** What to do after a failed fetch. */
export type RetryStep = { kind: 'again'; afterMs: number } | { kind: 'lower' } | { kind: 'fail' }

const WAITS_MS = [400, 1500]

/**
 * Twice the same, then once a lower rendition where there is one (its bytes lie elsewhere, and are fewer), then the end.
 * @param failures of this segment so far, this one included
 */
export function retryStep(failures: number, canGoLower: boolean): RetryStep {
  const afterMs = WAITS_MS[failures - 1]
  if (afterMs !== undefined) return { kind: 'again', afterMs }
  return canGoLower ? { kind: 'lower' } : { kind: 'fail' }
}
