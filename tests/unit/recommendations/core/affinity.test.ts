import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rewardOf } from '../../../../server/recommendations/core/reward.ts'
import { affinityOf, HALF_LIFE_MS, remember, type AffinityMemory } from '../../../../server/recommendations/core/user-affinity.ts' // prettier-ignore
import { addWatch, newWatchQuantiles, quantileOf } from '../../../../server/recommendations/core/watch-quantiles.ts' // prettier-ignore

const event = fc.record({ reward: fc.double({ min: -1.5, max: 1.3, noNaN: true }), at: fc.nat(1e10) })
const question = {
  topic: { topic: 'latte', area: 'coffee' },
  areaTopics: ['latte', 'beans'],
  chosen: new Set<string>(),
  chosenAreas: new Set<string>(),
}

describe('affinity', () => {
  it('does not depend on the order in which events come', () => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 12 }), (events) => {
        const read = (list: typeof events) => {
          const memory: AffinityMemory = new Map()
          for (const { reward, at } of list) remember(memory, 'latte', 1, reward, at)
          return affinityOf(memory, { ...question, now: 2e10 })
        }
        expect(read(events.toReversed())).toBeCloseTo(read(events), 9)
      }),
    )
  })

  it('starts from what was chosen, rises with what is watched, and fades back by half in a half-life', () => {
    const memory: AffinityMemory = new Map()
    const chosen = { ...question, chosen: new Set(['latte']), chosenAreas: new Set(['coffee']) }
    expect(affinityOf(memory, { ...chosen, now: 0 })).toBeCloseTo(0.75)
    expect(affinityOf(memory, { ...question, now: 0 })).toBeCloseTo(0.3)
    for (let k = 0; k < 50; k++) remember(memory, 'latte', 1, 1, 0)
    const fresh = affinityOf(memory, { ...question, now: 0 })
    expect(fresh).toBeGreaterThan(0.9)
    expect(affinityOf(memory, { ...question, now: 6 * HALF_LIFE_MS })).toBeLessThan(fresh - 0.2)
  })
})

describe('reward', () => {
  it('compares a watch with others of about that length, so that long clips gain nothing by being long', () => {
    const seen = newWatchQuantiles()
    for (let k = 0; k <= 100; k++) addWatch(seen, k / 200, 55)
    for (let k = 0; k <= 100; k++) addWatch(seen, k / 100, 10)
    expect(quantileOf(seen, 0.45, 55)).toBeGreaterThan(0.8)
    expect(quantileOf(seen, 0.45, 10)).toBeLessThan(0.5)
  })

  it('orders what people do as they mean it', () => {
    const view = { watched: 0.6, durationSeconds: 30 }
    const at = (more: object) => rewardOf({ ...view, ...more }, 0.5)
    expect(at({ isReported: true })).toBe(-1.5)
    expect(at({ isDisliked: true })).toBeLessThan(at({}))
    expect(at({})).toBeLessThan(at({ isLiked: true }))
    expect(at({ watched: 0.05 })).toBeLessThan(0.3)
    expect(at({ watched: 1.8, isLiked: true, isFollowed: true, isSaved: true })).toBe(1.3)
  })
})
