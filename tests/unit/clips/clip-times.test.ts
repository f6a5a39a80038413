import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clipTimes, thumbnailMoment } from '#server/clips/clip-times'
import { Unprocessable } from '#server/errors'

describe('clipTimes', () => {
  it('keeps milliseconds and says how long it is without the noise of floating point', () => {
    expect(clipTimes(0.1, 3.3000000000000003, 60)).toEqual({
      startSeconds: 0.1,
      endSeconds: 3.3,
      duration: 3.2,
    })
  })

  it.each([
    [0, 0.999, 60, 'too short'],
    [5, 5, 60, 'of no length'],
    [9, 4, 60, 'backwards'],
    [0, 600.001, 3600, 'too long'],
    [50, 60.1, 60, 'beyond the end'],
    [61, 63, 60, 'behind the end'],
  ])('refuses %d to %d of %d seconds: %s', (start, end, video) => {
    expect(() => clipTimes(start, end, video)).toThrow(Unprocessable)
  })

  it('takes the end that a player shows for the end of the video', () => {
    expect(clipTimes(10, 12.034, 12.0335)).toMatchObject({ endSeconds: 12.033 })
  })

  it('never gives times outside the video, whatever is asked for', () => {
    const seconds = fc.double({ min: 0, max: 5000, noNaN: true })
    fc.assert(
      fc.property(seconds, seconds, seconds, (start, end, video) => {
        let times
        try {
          times = clipTimes(start, end, video)
        } catch (error) {
          expect(error).toBeInstanceOf(Unprocessable)
          return
        }
        expect(times.endSeconds).toBeLessThanOrEqual(video + 1e-6)
        expect(times.duration).toBeGreaterThanOrEqual(1)
        expect(times.duration).toBeLessThanOrEqual(600)
        expect(Math.abs(times.startSeconds - start)).toBeLessThanOrEqual(0.00051)
        expect(Math.round((times.endSeconds - times.startSeconds) * 1000)).toBe(times.duration * 1000)
      }),
    )
  })
})

describe('thumbnailMoment', () => {
  const times = { startSeconds: 4, endSeconds: 9, duration: 5 }
  it('lies within the clip', () => {
    expect(thumbnailMoment(4, times)).toBe(4)
    expect(thumbnailMoment(8.9996, times)).toBe(9)
    expect(() => thumbnailMoment(3.9, times)).toThrow(Unprocessable)
    expect(() => thumbnailMoment(9.1, times)).toThrow(Unprocessable)
  })
})
