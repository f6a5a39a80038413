import { describe, expect, it } from 'vitest'
import { evaluatePreconditions, rangeApplies } from '#server/http/preconditions'

const ETAG = '"abc"'

describe('preconditions', () => {
  const cases: [headers: Record<string, string>, answer: string][] = [
    [{}, 'proceed'],
    [{ 'if-none-match': '"abc"' }, 'not_modified'],
    [{ 'if-none-match': 'W/"abc"' }, 'not_modified'],
    [{ 'if-none-match': '"x", "abc"' }, 'not_modified'],
    [{ 'if-none-match': '*' }, 'not_modified'],
    [{ 'if-none-match': '"abcd"' }, 'proceed'],
    [{ 'if-none-match': 'abc' }, 'proceed'],
    [{ 'if-match': '"abc"' }, 'proceed'],
    [{ 'if-match': '*' }, 'proceed'],
    [{ 'if-match': 'W/"abc"' }, 'failed'],
    [{ 'if-match': '"old"' }, 'failed'],
    [{ 'if-match': '"old"', 'if-none-match': '"abc"' }, 'failed'],
  ]
  for (const [headers, answer] of cases) {
    it(`${JSON.stringify(headers)} of ${ETAG}: ${answer}`, () => {
      expect(evaluatePreconditions(headers, ETAG)).toBe(answer)
    })
  }

  it('joins a range only to the same bytes', () => {
    expect(rangeApplies({}, ETAG)).toBe(true)
    expect(rangeApplies({ 'if-range': '"abc"' }, ETAG)).toBe(true)
    expect(rangeApplies({ 'if-range': 'W/"abc"' }, ETAG)).toBe(false)
    expect(rangeApplies({ 'if-range': '"old"' }, ETAG)).toBe(false)
    expect(rangeApplies({ 'if-range': 'Sat, 21 Nov 2026 00:00:00 GMT' }, ETAG)).toBe(false)
  })
})
