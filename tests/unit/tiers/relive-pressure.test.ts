import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DEFAULT_TIER_SETTINGS, TierSettings } from '#shared/tiers'
import { nextPressure, underPressure } from '#server/tiers/relive-pressure'

const DAY = 86_400_000
const rules = { ...DEFAULT_TIER_SETTINGS, reliveMaxShare: 0.2 }

it('rises while RELIVE holds too much, falls while there is room, by some percent a day at most', () => {
  expect(nextPressure(1, 0.3, rules, DAY)).toBeGreaterThan(1.05)
  expect(nextPressure(1, 0.1, rules, DAY)).toBeLessThan(0.95)
  expect(nextPressure(1, 1, rules, 40 * DAY)).toBeLessThan(1.3)
  expect(nextPressure(1, 0.3, rules, DAY / 24)).toBeLessThan(1.01)
  expect(nextPressure(1, 0.3, rules, -DAY)).toBe(1)
})

it('is none where RELIVE may hold everything', () => {
  expect(nextPressure(8, 1, DEFAULT_TIER_SETTINGS, DAY)).toBe(1)
})

it('stays bounded, and keeps the rules such as an administrator may set', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(fc.array(share, { maxLength: 300 }), (shares) => {
      const pressure = shares.reduce((before, each) => nextPressure(before, each, rules, DAY), 1)
      expect(pressure).toBeGreaterThanOrEqual(1 / 16)
      expect(pressure).toBeLessThanOrEqual(64)
      expect(TierSettings.safeParse(underPressure(rules, pressure)).success).toBe(true)
    }),
  )
})
