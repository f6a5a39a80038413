import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  FACTOR_LETTERS,
  packReason,
  unpackReason,
  type FactorName,
} from '../../../server/recommendations/packed-reason.ts'

const names = Object.keys(FACTOR_LETTERS) as FactorName[]
const reasons = fc.record({
  kind: fc.constantFrom('clip' as const, 'video' as const),
  code: fc.constantFrom('recommended' as const, 'because_topic' as const, 'next_part' as const, 'next_step' as const, 'followed' as const, 'new_creator' as const, 'popular' as const, 'explore' as const, 'together' as const), // prettier-ignore
  cause: fc.constantFrom('', 'coffee/latte-art', '0123456789abcdef01234567', 'a;b|c'),
  factors: fc.dictionary(
    fc.constantFrom(...names),
    fc.integer({ min: -900, max: 900 }).map((n) => n / 1000),
  ),
  deltas: fc.dictionary(
    fc.constantFrom('early_penalty', 'early_warning', 'unsure_violation', 'nsfw', 'early_creator', 'golden_period'),
    fc.integer({ min: -900, max: 900 }).map((n) => n / 1000),
  ), // prettier-ignore
})

describe('a packed reason', () => {
  it('says the same when it is unpacked', () => {
    fc.assert(
      fc.property(reasons, (reason) => {
        expect(unpackReason(packReason(reason))).toEqual({
          ...reason,
          factors: { ...reason.factors },
          deltas: { ...reason.deltas },
        })
      }),
    )
  })

  it('is small, and none where somebody put the item there', () => {
    const reason = { kind: 'clip', code: 'because_topic', cause: 'coffee/latte-art', factors: { interest: 0.1124, quality: -0.008, multiplier: 0.8 }, deltas: { nsfw: -0.2 } } as const // prettier-ignore
    expect(packReason(reason)).toBe('tcoffee/latte-art;I112Q-8M800S-200')
    expect(unpackReason(undefined)).toBeNull()
    expect(unpackReason('?')).toBeNull()
  })
})
