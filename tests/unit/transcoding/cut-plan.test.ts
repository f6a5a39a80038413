import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutPlan } from '#server/transcoding/cut-plan'
import { cropWindow } from '#server/transcoding/crop-window'

describe('cutPlan', () => {
  it('copies what lies wholly inside and encodes what is left at both ends', () => {
    expect(cutPlan([4, 4, 4, 4, 4], { startSeconds: 5.5, endSeconds: 17.3 })).toEqual({
      all: { first: 1, count: 4 },
      head: { first: 1, count: 1 },
      copied: { first: 2, count: 2 },
      tail: { first: 4, count: 1 },
    })
  })

  it('encodes nothing along the borders of segments, and copies nothing within one', () => {
    expect(cutPlan([4, 4, 4], { startSeconds: 4, endSeconds: 12 })).toMatchObject({ head: null, tail: null })
    expect(cutPlan([4, 4, 4], { startSeconds: 5, endSeconds: 7 })).toMatchObject({ copied: null, tail: null })
  })

  it('puts every touched segment into exactly one part', () => {
    const lengths = fc.array(fc.integer({ min: 500, max: 9000 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(lengths, fc.nat(), fc.nat(), (ms, a, b) => {
        const total = ms.reduce((sum, length) => sum + length, 0)
        const start = a % total
        const end = Math.min(total, start + 10 + (b % total))
        const { all, head, copied, tail } = cutPlan(ms.map((length) => length / 1000), { startSeconds: start / 1000, endSeconds: end / 1000 }) // prettier-ignore
        const parts = [head, copied, tail].filter((part) => part !== null)
        if (end - start > 2) expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(all.count)
        parts.forEach(({ first }, index) => {
          const before = parts[index - 1]
          expect(first).toBe(before ? before.first + before.count : all.first)
        })
      }),
    )
  })
})

describe('cropWindow', () => {
  it.each([
    [{ width: 1280, height: 720 }, 'vertical', 0.5, { width: 404, height: 720, x: 438, y: 0 }],
    [{ width: 1280, height: 720 }, 'vertical', 0, { width: 404, height: 720, x: 0, y: 0 }],
    [{ width: 1280, height: 720 }, 'square', 1, { width: 720, height: 720, x: 560, y: 0 }],
    [{ width: 360, height: 640 }, 'square', 0.2, { width: 360, height: 360, x: 0, y: 140 }],
    [{ width: 1280, height: 720 }, 'none', 0.2, null],
  ] as const)('cuts %o %s at %d', (picture, crop, centre, window) => {
    expect(cropWindow(picture, crop, centre)).toEqual(window)
  })

  it('never leaves the picture', () => {
    const side = fc.integer({ min: 16, max: 4096 })
    fc.assert(
      fc.property(side, side, fc.double({ min: 0, max: 1, noNaN: true }), (width, height, centre) => {
        for (const crop of ['vertical', 'square'] as const) {
          const window = cropWindow({ width, height }, crop, centre)!
          expect(window.x).toBeGreaterThanOrEqual(0)
          expect(window.y).toBeGreaterThanOrEqual(0)
          expect(window.x + window.width).toBeLessThanOrEqual(width)
          expect(window.y + window.height).toBeLessThanOrEqual(height)
        }
      }),
    )
  })
})
