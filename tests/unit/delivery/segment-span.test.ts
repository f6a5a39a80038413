import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { segmentSpan } from '#server/delivery/segment-span'

describe('segmentSpan', () => {
  it('takes what the stretch touches', () => {
    expect(segmentSpan([4, 4, 4, 4], { startSeconds: 5.5, endSeconds: 11 })).toEqual({ first: 1, count: 2, startSeconds: 4, endSeconds: 12 }) // prettier-ignore
  })

  it('takes no segment for a border alone', () => {
    expect(segmentSpan([4, 4, 4], { startSeconds: 4, endSeconds: 8 })).toMatchObject({ first: 1, count: 1 })
    const noisy = { startSeconds: 4 - 0.0004, endSeconds: 8 + 0.0004 }
    expect(segmentSpan([4, 4, 4], noisy)).toMatchObject({ first: 1, count: 1 })
  })

  it('takes the last where the sound is shorter than the pictures', () => {
    expect(segmentSpan([4, 2], { startSeconds: 7, endSeconds: 9 })).toMatchObject({ first: 1, count: 1 })
  })

  it('covers every millisecond of a stretch and takes no segment that shows none of it', () => {
    const lengths = fc.array(fc.integer({ min: 40, max: 12_000 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(lengths, fc.nat(1_000_000), fc.integer({ min: 1000, max: 600_000 }), (ms, at, wanted) => {
        const total = ms.reduce((sum, length) => sum + length, 0)
        const start = at % total
        const stretch = { startSeconds: start / 1000, endSeconds: Math.min(total, start + wanted) / 1000 }
        const span = segmentSpan(ms.map((length) => length / 1000), stretch) // prettier-ignore
        const inMs = (seconds: number) => Math.round(seconds * 1000)
        expect(span.first).toBeGreaterThanOrEqual(0)
        expect(span.first + span.count).toBeLessThanOrEqual(ms.length)
        if (stretch.endSeconds - stretch.startSeconds < 0.002) return
        expect(inMs(span.startSeconds)).toBeLessThanOrEqual(inMs(stretch.startSeconds) + 1)
        expect(inMs(span.endSeconds)).toBeGreaterThanOrEqual(inMs(stretch.endSeconds) - 1)
        const firstEnd = ms.slice(0, span.first + 1).reduce((sum, length) => sum + length, 0)
        const lastStart = ms.slice(0, span.first + span.count - 1).reduce((sum, length) => sum + length, 0)
        expect(firstEnd).toBeGreaterThan(inMs(stretch.startSeconds))
        expect(lastStart).toBeLessThan(inMs(stretch.endSeconds))
      }),
      { numRuns: 500 },
    )
  })
})
