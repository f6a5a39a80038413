import { describe, expect, it } from 'vitest'
import { decideRetry } from '../../../../composables/upload/retry-policy'

describe('decideRetry', () => {
  it.each([
    ['a lost connection', null, 0, true],
    ['a lost connection for the hundredth time', null, 100, true],
    ['a server that restarts', 503, 100, true],
    ['an upload that stands at another offset', 409, 0, true],
    ['an upload that somebody else holds', 423, 0, true],
    ['a full disk', 507, 0, true],
    ['a disk that stays full', 507, 8, false],
    ['a file that is too large', 413, 0, false],
    ['a session that ended', 401, 0, false],
    ['an upload that is gone', 404, 0, false],
  ])('tries again after %s?', (_case, status, attempt, expected) => {
    expect(decideRetry({ status, attempt }, 0.5).isRetried).toBe(expected)
  })

  it('waits longer each time, at most half a minute, never all at once', () => {
    const delays = [0, 1, 2, 5, 50].map((attempt) => {
      const decision = decideRetry({ status: null, attempt }, 1)
      return decision.isRetried ? decision.delayMs : -1
    })
    expect(delays).toEqual([500, 1000, 2000, 16_000, 30_000])
    expect(decideRetry({ status: null, attempt: 50 }, 0)).toEqual({ isRetried: true, delayMs: 15_000 })
  })
})
