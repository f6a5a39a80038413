import { afterEach, describe, expect, it, vi } from 'vitest'
import { createFollower, type Attention } from '~/composables/feed/follow-playback'

afterEach(() => vi.useRealTimers())

function follow() {
  vi.useFakeTimers()
  let attention: Attention = 'calm'
  const look = vi.fn(() => attention)
  const follower = createFollower(look, 200)
  follower.start()
  const looksIn = (ms: number) => {
    look.mockClear()
    vi.advanceTimersByTime(ms)
    return look.mock.calls.length
  }
  looksIn(16)
  return { follower, looksIn, become: (now: Attention) => (attention = now) }
}

describe('following what plays', () => {
  it('looks a few times a second, and picture by picture when told to', () => {
    const { looksIn, become } = follow()
    expect(looksIn(1000)).toBe(5)
    become('close')
    looksIn(200)
    expect(looksIn(1000)).toBeGreaterThan(50)
    become('calm')
    looksIn(200)
    expect(looksIn(1000)).toBe(5)
  })

  it('ends when nothing is to be followed, or when it is stopped, and begins again', () => {
    const { follower, looksIn, become } = follow()
    become('none')
    looksIn(200)
    expect(looksIn(1000)).toBe(0)
    become('calm')
    follower.start()
    follower.start()
    expect(looksIn(1016)).toBeLessThan(7)
    follower.stop()
    expect(looksIn(1000)).toBe(0)
  })
})
