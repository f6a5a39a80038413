import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonDepth } from '../../../server/http/json-depth.ts'

describe('jsonDepth', () => {
  it.each([
    ['1', 0],
    ['{}', 1],
    ['[[],[[]]]', 3],
    ['{"a":"[[[[{{{{"}', 1],
    [String.raw`{"a":"\"[[[","b":[1]}`, 2],
    [String.raw`"\\[["`, 0],
    ['"unended [[[', 0],
  ])('of %s is %i', (json, depth) => expect(jsonDepth(json)).toBe(depth))

  it('takes 200,000 brackets in its stride', () => expect(jsonDepth('['.repeat(200_000))).toBe(200_000))

  it('agrees with the parsed value', () => {
    const depthOf = (value: unknown): number =>
      typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0
    fc.assert(fc.property(fc.jsonValue(), (value) => jsonDepth(JSON.stringify(value)) === depthOf(value)))
  })
})
