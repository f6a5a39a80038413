import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clampRange } from '#server/adapters/object-store/byte-range'
import { RangeNotSatisfiable } from '#server/errors'

describe('clampRange', () => {
  const Size = fc.integer({ min: 0, max: 50 })
  const Position = fc.integer({ min: -5, max: 60 })

  it('keeps exactly the positions that were asked for and exist', () => {
    fc.assert(
      fc.property(Size, Position, Position, (size, start, end) => {
        const asked = Array.from({ length: size }, (_, at) => at).filter((at) => at >= start && at <= end)
        if (start < 0 || asked.length === 0) {
          expect(() => clampRange({ start, end }, size)).toThrow(RangeNotSatisfiable)
          return
        }
        expect(clampRange({ start, end }, size)).toEqual({ start: asked[0], end: asked.at(-1) })
      }),
      { numRuns: 2_000 },
    )
  })

  it('tells the size to whoever asked for too much', () => {
    expect(() => clampRange({ start: 10, end: 12 }, 10)).toThrow(
      expect.objectContaining({ headers: { 'content-range': 'bytes */10' } }),
    )
  })

  it.each([Number.NaN, 0.5, Number.POSITIVE_INFINITY, 2 ** 53])('takes no %s for a position', (position) => {
    expect(() => clampRange({ start: position, end: position }, 10)).toThrow(RangeNotSatisfiable)
    expect(() => clampRange({ start: 0, end: position }, 10)).toThrow(RangeNotSatisfiable)
  })
})
