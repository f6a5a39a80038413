import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  deltasOf,
  multiplierOf,
  tierCost,
  type MultiplierFacts,
} from '../../../server/recommendations/multipliers.ts'

const now = new Date('2026-11-22T12:00:00Z')
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
const facts = (change: Partial<MultiplierFacts> = {}): MultiplierFacts => ({
  publishedAt: hoursAgo(1000),
  impressions: 1000,
  isNsfw: false,
  isEarlyCreator: false,
  warning: null,
  unsureViolation: null,
  hasNoPenalties: false,
  ...change,
})
const codes = (change: Partial<MultiplierFacts>) => deltasOf(facts(change), now).map(({ code }) => code)
const factor = (change: Partial<MultiplierFacts>) => multiplierOf(deltasOf(facts(change), now))

describe('the multiplier of something', () => {
  it('is 1 for an old video of which nothing is said', () => {
    expect(deltasOf(facts(), now)).toEqual([])
    expect(factor({})).toBe(1)
  })

  it.each([
    ['early penalty', { publishedAt: hoursAgo(23.9) }, 0.5],
    ['over after a day', { publishedAt: hoursAgo(24) }, 1],
    ['early warning', { warning: { until: null } }, 0.1],
    ['a warning that is over', { warning: { until: hoursAgo(1) } }, 1],
    ['an unsure vote', { unsureViolation: { until: hoursAgo(-1) } }, 0.3],
    ['not safe for work', { isNsfw: true }, 0.8],
    ['one of the first of its creator', { isEarlyCreator: true }, 1.1],
    ['golden period', { publishedAt: hoursAgo(24), impressions: 0 }, 1.125],
    ['golden period, half shown', { publishedAt: hoursAgo(24), impressions: 150 }, 1.0625],
    ['all that is bad', { isNsfw: true, warning: { until: null }, publishedAt: hoursAgo(0) }, 0.02],
  ])('%s', (_, change, expected) => {
    expect(factor(change as Partial<MultiplierFacts>)).toBeCloseTo(expected, 10)
  })

  it('keeps what raises, and nothing that lowers, once an appeal was accepted', () => {
    const bad = { isNsfw: true, warning: { until: null }, publishedAt: hoursAgo(1), isEarlyCreator: true }
    expect(codes({ ...bad, hasNoPenalties: true })).toEqual(['early_creator'])
    expect(codes({ ...bad, impressions: 0, hasNoPenalties: true })).toEqual([
      'early_creator',
      'golden_period',
    ])
  })

  it('says until when, and stays within its bounds', () => {
    const day = { publishedAt: hoursAgo(4), impressions: 0 }
    expect(deltasOf(facts(day), now).map(({ until }) => until)).toEqual([hoursAgo(-20), hoursAgo(-44)])
    fc.assert(
      fc.property(fc.array(fc.double({ min: -3, max: 3, noNaN: true })), (deltas) => {
        const product = multiplierOf(deltas.map((delta) => ({ delta })))
        expect(product).toBeGreaterThanOrEqual(0.02)
        expect(product).toBeLessThanOrEqual(1.5)
      }),
    )
  })
})

describe('the cost of a slow tier', () => {
  it('counts at the front of a queue alone, and is bounded', () => {
    expect([tierCost(0, 0), tierCost(1, 0), tierCost(9, 2), tierCost(9, 3)]).toEqual([0, 0.1, 0.15, 0])
  })
})
