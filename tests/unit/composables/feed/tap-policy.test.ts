import { describe, expect, it } from 'vitest'
import { decideDoubleTap, decideHold } from '../../../../composables/feed/tap-policy.ts'

describe('a double tap', () => {
  it.each([
    [0.1, 15, 'like'],
    [0.9, 20, 'like'],
    [0.1, 21, 'back'],
    [0.5, 60, 'like'],
    [0.9, 60, 'forward'],
  ] as const)('at %d of an item of %d s: %s', (share, seconds, kind) =>
    expect(decideDoubleTap(share, seconds)).toBe(kind),
  )
})

it('a hold plays faster on the right half and opens the menu on the left', () => {
  expect([decideHold(0.49), decideHold(0.5)]).toEqual(['menu', 'faster'])
})
