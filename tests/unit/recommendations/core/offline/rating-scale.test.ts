import { describe, expect, it } from 'vitest'
import { gradeRatings } from '../../../../../server/recommendations/core/offline/rating-scale.ts'

const grades = (...ratings: number[]) => Array.from(gradeRatings(Float32Array.from(ratings)))

describe('gradeRatings', () => {
  it('spreads a scale evenly, and knows nothing of what was not rated', () => {
    expect(grades(1, 3, 5, NaN)).toEqual([0.25, 0.625, 1, NaN])
    expect(grades(4, 4)).toEqual([1, 1])
    expect(grades()).toEqual([])
  })

  it('takes a 0 that most have for no rating', () => {
    expect(grades(0, 0, 0, 5, 10)).toEqual([NaN, NaN, NaN, 0.25, 1])
  })

  it('ranks counts, so that one listener of a million plays does not make all others alike', () => {
    const counts = Array.from({ length: 100 }, (_, k) => (k < 99 ? k + 1 : 1_000_000))
    const found = grades(...counts)
    expect(found[50]).toBeCloseTo(0.63, 1)
    expect(found.at(-1)).toBeGreaterThan(found[98]!)
  })
})
