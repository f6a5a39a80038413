import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { NotFound, Unavailable, Unprocessable } from '../../../server/errors.ts'
import { isRetryable, retryDelayMs } from '../../../server/jobs/retry-policy.ts'

describe('retryDelayMs', () => {
  it.each([
    [1, 1000],
    [2, 2000],
    [5, 16_000],
    [20, 300_000],
  ])('after try %i waits at most %i ms and at least half of it', (attempt, most) => {
    expect(retryDelayMs(attempt, () => 0)).toBe(most / 2)
    expect(retryDelayMs(attempt, () => 0.999_999)).toBeLessThanOrEqual(most)
    expect(retryDelayMs(attempt, () => 0.999_999)).toBeGreaterThan(most * 0.99)
  })
})

describe('isRetryable', () => {
  it.each([
    ['a dependency that is away', new Unavailable('later'), true],
    ['an error without a name', new Error('?'), true],
    ['something that is no error', 'text', true],
    ['a file that cannot be read', new Unprocessable('no'), false],
    ['something that is gone', new NotFound('no'), false],
    ['a payload that does not parse', z.string().safeParse(1).error, false],
  ])('%s', (_, error, expected) => {
    expect(isRetryable(error)).toBe(expected)
  })
})
