import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeCursor, encodeCursor } from '#server/page-cursor'
import { InvalidInput } from '#server/errors'

it('gives back the key it was made of', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z0-9/-]{1,60}$/), (key) => {
      expect(decodeCursor(encodeCursor(key), () => true)).toBe(key)
    }),
  )
})

it('refuses what no list gave', () => {
  const isId = (key: string) => /^[0-9a-f]{24}$/.test(key)
  fc.assert(
    fc.property(fc.string(), (cursor) => {
      expect(() => decodeCursor(cursor, isId)).toThrow(InvalidInput)
    }),
  )
  expect(() => decodeCursor(encodeCursor('{"$gt":""}'), isId)).toThrow(InvalidInput)
})
