import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FeedQuery } from '#shared/feed'
import { encodeCursor } from '#server/page-cursor'
import { decodeWalk, encodeWalk, fingerprint, type Walk } from '#server/feed/walk'

const hex = (digits: number) =>
  fc.array(fc.integer({ min: 0, max: 15 }), { minLength: digits, maxLength: digits }).map((all) => all.map((digit) => digit.toString(16)).join('')) // prettier-ignore
const walks: fc.Arbitrary<Walk> = fc.record({
  stage: fc.constantFrom('recommended' as const, 'order' as const),
  position: fc.integer({ min: 0, max: 999_999 }),
  place: fc.oneof(fc.constant(''), hex(24), fc.tuple(hex(24), hex(24)).map(([topic, id]) => `${topic}_p000000012_${id}`)), // prettier-ignore
  isAgain: fc.boolean(),
  given: fc.array(hex(24).map(fingerprint), { maxLength: 200 }),
})

it('a cursor says where the walk is, and fits its query', () => {
  fc.assert(
    fc.property(walks, (walk) => {
      const cursor = encodeWalk(walk)
      expect(FeedQuery.safeParse({ cursor }).success).toBe(true)
      expect(decodeWalk(cursor)).toEqual(walk)
    }),
  )
})

it('a cursor of anything else is refused as such', () => {
  const strange = ['', 'x', 'uo.1', 'zo.1..', 'uo.-1..', 'uo.1.$gt.', 'uo.1..***', 'uo.9999999..']
  for (const key of strange) expect(() => decodeWalk(encodeCursor(key)), key).toThrow('cursor')
  expect(() => decodeWalk('!!!')).toThrow('cursor')
})
