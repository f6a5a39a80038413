import { describe, expect, it } from 'vitest'
import {
  addFinished,
  closestOf,
  companionsOf,
  newCompanions,
} from '../../../../../server/recommendations/core/online/companions.ts'

/** Histories of finished clips, one person after another. */
function from(histories: number[][]) {
  const companions = newCompanions()
  for (const history of histories)
    history.forEach((clip, k) => addFinished(companions, clip, history.slice(0, k)))
  return companions
}

describe('companions', () => {
  it('are clips that the same people finish, the closer the fewer others finish them', () => {
    const pairs = Array.from({ length: 10 }, () => [1, 2])
    const everybody = Array.from({ length: 100 }, (_, k) => [k % 2 ? 1 : 50 + k, 9])
    const companions = from([...pairs, ...everybody])
    expect(closestOf(companions, 2, [1])).toEqual({
      to: 1,
      value: expect.closeTo(10 / (Math.sqrt(60 * 10) + 8), 5),
    })
    expect(closestOf(companions, 2, [9])).toBeNull()
    expect(companionsOf(companions, [2]).keys().toArray()).toEqual([1])
  })

  it('name the clip that is closest', () => {
    const companions = from([
      ...Array.from({ length: 5 }, () => [1, 7]),
      ...Array.from({ length: 20 }, () => [2, 7]),
    ])
    expect(companionsOf(companions, [1, 2]).get(7)?.to).toBe(2)
    expect(closestOf(companions, 7, [1])?.to).toBe(1)
  })

  it('stay few for each clip, the strongest of them', () => {
    const crowd = Array.from({ length: 1000 }, (_, k) => [0, k + 10])
    const companions = from([...Array.from({ length: 30 }, () => [0, 5]), ...crowd])
    expect(companions.met[0]!.size).toBeLessThan(100)
    expect(closestOf(companions, 5, [0])?.to).toBe(0)
  })
})
