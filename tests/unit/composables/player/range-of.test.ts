import { describe, expect, it } from 'vitest'
import { rangeOf, rangeWithin } from '../../../../composables/player/range-of.ts'

describe('a shared part of a video', () => {
  it.each([
    [{ t: '40', end: '65' }, [40, 65]],
    [{ end: '12.5' }, [0, 12.5]],
    [{ t: '40' }, null],
    [{ t: '40', end: '40.5' }, null],
    [{ t: '65', end: '40' }, null],
    [{ t: '4', end: 'Infinity' }, null],
    [{ t: ['1', '2'], end: '40' }, [0, 40]],
    [{ t: '1', end: '-5' }, null],
  ])('is read from %o', (query, ends) => {
    const range = rangeOf(query)
    expect(range && [range.startSeconds, range.endSeconds]).toEqual(ends)
  })

  it('goes no further than the video', () => {
    const range = { startSeconds: 40, endSeconds: 100 }
    expect(rangeWithin(range, 60)?.endSeconds).toBe(60)
    expect(rangeWithin(range, 40.5)).toBeNull()
  })
})
