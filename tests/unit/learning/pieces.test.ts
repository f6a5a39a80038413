import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Piece } from '../../../server/engagement/credit-watching.ts'
import { coveredShare, joinPieces } from '../../../server/learning/pieces.ts'

const anyPiece = fc
  .tuple(fc.double({ min: -5, max: 70, noNaN: true }), fc.double({ min: 0, max: 20, noNaN: true }))
  .map(([from, length]): Piece => [from, from + length])
const anyPieces = fc.array(anyPiece, { maxLength: 40 })

describe('pieces of a clip', () => {
  it('join where they touch or overlap', () => {
    expect(joinPieces([[5, 8], [0, 3], [7, 12], [3.1, 4]], 10)).toEqual([[0, 4], [5, 10]]) // prettier-ignore
    expect(coveredShare([[0, 4], [5, 10]], 10)).toBe(0.9) // prettier-ignore
    expect(coveredShare([], 10)).toBe(0)
    expect(coveredShare([[0, 1]], 0)).toBe(0)
  })

  it('are in order, apart from each other, and within the clip', () => {
    fc.assert(
      fc.property(anyPieces, (pieces) => {
        const joined = joinPieces(pieces, 60)
        for (const [index, [from, to]] of joined.entries()) {
          expect(from).toBeGreaterThanOrEqual(index === 0 ? 0 : joined[index - 1]![1])
          expect(to).toBeGreaterThan(from)
          expect(to).toBeLessThanOrEqual(60)
        }
      }),
    )
  })

  it('say the same however often and in whatever order they come', () => {
    fc.assert(
      fc.property(anyPieces, anyPieces, (a, b) => {
        const once = joinPieces([...a, ...b], 60)
        expect(joinPieces([...once, ...b, ...a], 60)).toEqual(once)
        expect(joinPieces([...b, ...a], 60)).toEqual(once)
      }),
    )
  })

  it('never shrink what is covered, and cover no more than was seen', () => {
    fc.assert(
      fc.property(anyPieces, anyPiece, (pieces, more) => {
        const before = coveredShare(joinPieces(pieces, 60), 60)
        const after = coveredShare(joinPieces([...pieces, more], 60), 60)
        expect(after).toBeGreaterThanOrEqual(before - 1e-9)
        // joining bridges at most a quarter of a second a gap
        expect(after).toBeLessThanOrEqual(before + (more[1] - more[0]) / 60 + 0.5 / 60 + 1e-9)
      }),
    )
  })

  it('stay few, whatever somebody sends', () => {
    const crumbs = Array.from({ length: 500 }, (_, index): Piece => [index, index + 0.1 + (index % 7) / 20])
    expect(joinPieces(crumbs, 600)).toHaveLength(100)
  })
})
