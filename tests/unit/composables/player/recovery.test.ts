import { describe, expect, it } from 'vitest'
import { nearestHeight, nextTry } from '../../../../composables/player/recovery.ts'

const HEIGHTS = [1080, 720, 480, 360]

describe('a stream that failed', () => {
  it('is tried again smaller before the wait grows, then smallest, then left to its viewer', () => {
    const tries = [0, 1, 2, 3].map((failures) => nextTry(failures, HEIGHTS, 1080))
    expect(tries.map((each) => each?.height)).toEqual([720, 360, 360, undefined])
    const waits = tries.map((each) => each?.waitMs ?? 0)
    expect(waits.slice(0, 3)).toEqual([...waits.slice(0, 3)].sort((a, b) => a - b))
    expect(tries[3]).toBeNull()
  })

  it('is tried again as it is where there is nothing smaller, or nothing is known', () => {
    expect(nextTry(0, HEIGHTS, 360)?.height).toBeNull()
    expect(nextTry(0, [], null)?.height).toBeNull()
  })
})

it.each([
  [720, 720],
  [600, 480],
  [240, 360],
  [2160, 1080],
])('of a wish for %s there is %s', (wish, height) => expect(nearestHeight(HEIGHTS, wish)).toBe(height))
