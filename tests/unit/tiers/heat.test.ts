import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addToScore, coolCounts, coolScore, coolsAt, demandOf, HALF_LIVES, NO_HEAT } from '#server/tiers/heat'

const NOW = Date.parse('2026-11-22T12:00:00Z')
const { hour, week, month } = HALF_LIVES

describe('the heat of a video', () => {
  it('is half as much after each half-life', () => {
    const score = addToScore(undefined, 8, hour, NOW)
    expect(coolScore(score, hour, NOW)).toBeCloseTo(8)
    expect(coolScore(score, hour, NOW + hour)).toBeCloseTo(4)
    expect(coolScore(score, hour, NOW + 3 * hour)).toBeCloseTo(1)
    expect(coolScore(score, hour, NOW + 10_000 * hour)).toBe(0)
  })

  it('is the same in whichever order things were counted, as a plain sum of faded amounts', () => {
    const event = fc.record({ amount: fc.integer({ min: 1, max: 100 }), at: fc.integer({ min: NOW - 20 * hour, max: NOW }) }) // prettier-ignore
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 30 }), (events) => {
        const plain = events.reduce((sum, { amount, at }) => sum + amount * 2 ** ((at - NOW) / hour), 0)
        for (const order of [events, events.toReversed()]) {
          const score = order.reduce<number | undefined>((before, { amount, at }) => addToScore(before, amount, hour, at), undefined) // prettier-ignore
          expect(coolScore(score, hour, NOW) / plain).toBeCloseTo(1, 6)
        }
      }),
    )
  })

  it('is nothing where nothing was counted', () => {
    expect(addToScore(undefined, 0, hour, NOW)).toBeUndefined()
    expect(coolCounts({}, NOW)).toEqual({ hour: 0, day: 0, week: 0, month: 0, quarter: 0 })
    expect(demandOf(NO_HEAT)).toBe(0)
  })

  it('foretells a steady rate', () => {
    let score: number | undefined
    for (let at = NOW - 400 * 86_400_000; at <= NOW; at += 86_400_000) score = addToScore(score, 2, month, at)
    const heat = { ...NO_HEAT, views: { ...NO_HEAT.views, month: coolScore(score, month, NOW) } }
    expect(demandOf(heat)).toBeGreaterThan(58)
    expect(demandOf(heat)).toBeLessThan(63)
  })

  it('says when it will have cooled down', () => {
    const heat = { ...NO_HEAT, views: { ...NO_HEAT.views, week: 4 } }
    const at = coolsAt(heat, 1, NOW)
    const then = { ...NO_HEAT, views: { ...NO_HEAT.views, week: 4 * 2 ** ((NOW - at) / week) } }
    expect(demandOf(then)).toBeCloseTo(1)
    expect(coolsAt(NO_HEAT, 1, NOW)).toBe(NOW)
    expect(coolsAt(NO_HEAT, 0, NOW)).toBe(NOW)
  })
})
