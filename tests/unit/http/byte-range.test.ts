import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRange, type RangeAnswer } from '#server/http/byte-range'

const WHOLE: RangeAnswer = { kind: 'whole' }
const NONE: RangeAnswer = { kind: 'unsatisfiable' }
const part = (start: number, end: number): RangeAnswer => ({ kind: 'part', start, end })

const CASES: [header: string | undefined, size: number, answer: RangeAnswer][] = [
  [undefined, 10, WHOLE],
  ['', 10, WHOLE],
  ['bytes=0-0', 10, part(0, 0)],
  ['bytes=0-9', 10, part(0, 9)],
  ['bytes=0-', 10, part(0, 9)],
  ['bytes=9-', 10, part(9, 9)],
  ['bytes=3-100', 10, part(3, 9)],
  ['bytes=10-', 10, NONE],
  ['bytes=10-12', 10, NONE],
  ['bytes=-1', 10, part(9, 9)],
  ['bytes=-10', 10, part(0, 9)],
  ['bytes=-99', 10, part(0, 9)],
  ['bytes=-0', 10, NONE],
  ['bytes=-', 10, WHOLE],
  ['bytes=', 10, WHOLE],
  ['bytes=5-3', 10, WHOLE],
  ['bytes=50-30', 10, WHOLE],
  ['BYTES=1-2', 10, part(1, 2)],
  ['bytes= 1-2 ', 10, part(1, 2)],
  ['bytes=1 -2', 10, WHOLE],
  ['bytes =1-2', 10, WHOLE],
  ['bytes=,1-2,', 10, part(1, 2)],
  ['bytes=0-1,3-4', 10, WHOLE],
  ['bytes=0-1,x', 10, WHOLE],
  ['bytes=+1-2', 10, WHOLE],
  ['bytes=0x1-2', 10, WHOLE],
  ['bytes=1e1-', 100, WHOLE],
  ['bytes=1.0-2', 10, WHOLE],
  ['bytes=1-2-3', 10, WHOLE],
  ['bytes=--2', 10, WHOLE],
  ['items=0-1', 10, WHOLE],
  ['0-1', 10, WHOLE],
  ['bytes=0-0', 0, NONE],
  ['bytes=-1', 0, NONE],
  ['bytes=00000000000000000001-2', 10, part(1, 2)],
  ['bytes=99999999999999999999-', 10, NONE],
  ['bytes=0-99999999999999999999', 10, part(0, 9)],
  ['bytes=-99999999999999999999', 10, part(0, 9)],
  ['bytes=99999999999999999999-99999999999999999998', 10, WHOLE],
  ['bytes=9007199254740993-9007199254740992', 10, WHOLE],
  ['bytes=\u0661-\u0662', 10, WHOLE],
  [`bytes=${'0-0,'.repeat(5000)}`, 10, WHOLE],
]

describe('a Range header', () => {
  for (const [header, size, answer] of CASES) {
    it(`${JSON.stringify(header?.slice(0, 60))} of ${size} bytes gives ${JSON.stringify(answer)}`, () => {
      expect(parseRange(header, size)).toEqual(answer)
    })
  }

  it('is read as a second, slower reading of RFC 9110 reads it', () => {
    fc.assert(
      fc.property(headers, fc.integer({ min: 0, max: 40 }), (header, size) => {
        expect(parseRange(header, size)).toEqual(readByTheBook(header, size))
      }),
      { numRuns: 5000 },
    )
  })

  it('never leads outside the object, whatever it says', () => {
    fc.assert(
      fc.property(fc.oneof(headers, fc.string()), fc.nat(), (header, size) => {
        const answer = parseRange(header, size)
        if (answer.kind !== 'part') return
        expect(answer.start).toBeGreaterThanOrEqual(0)
        expect(answer.end).toBeGreaterThanOrEqual(answer.start)
        expect(answer.end).toBeLessThan(size)
      }),
      { numRuns: 5000 },
    )
  })
})

const position = fc.oneof(
  fc.nat({ max: 45 }).map(String),
  fc.constantFrom('', '007', '-3', '1e3', ' 4', '9'.repeat(30)),
)
const spec = fc
  .tuple(position, fc.constantFrom('-', '-', '-', '', '--'), position)
  .map((parts) => parts.join(''))
const headers = fc
  .tuple(
    fc.constantFrom('bytes=', 'bytes=', 'Bytes=', 'bytes', 'lines=', ''),
    fc.array(fc.oneof(spec, spec, fc.constantFrom('', ' ', '\t')), { maxLength: 3 }),
    fc.constantFrom(',', ', ', ' ,', ';'),
  )
  .map(([unit, specs, separator]) => unit + specs.join(separator))

/** The grammar of 14.1.1 character by character, in BigInt, without a regular expression. */
function readByTheBook(header: string, size: number): RangeAnswer {
  const equals = header.indexOf('=')
  if (header.slice(0, equals).toLowerCase() !== 'bytes') return WHOLE
  const specs = header
    .slice(equals + 1)
    .split(',')
    .map(trimOws)
    .filter((item) => item.length > 0)
  if (specs.length !== 1) return WHOLE
  const dash = specs[0]!.indexOf('-')
  const [first, last] = [specs[0]!.slice(0, dash), specs[0]!.slice(dash + 1)]
  if (dash < 0 || !isDigits(first) || !isDigits(last) || first + last === '') return WHOLE
  const length = BigInt(size)
  if (first === '') {
    const suffix = BigInt(last)
    if (suffix === 0n || length === 0n) return NONE
    return part(Number(suffix > length ? 0n : length - suffix), size - 1)
  }
  if (last !== '' && BigInt(last) < BigInt(first)) return WHOLE
  if (BigInt(first) >= length) return NONE
  return part(Number(first), last === '' || BigInt(last) >= length ? size - 1 : Number(last))
}

function trimOws(item: string): string {
  let [start, end] = [0, item.length]
  while (start < end && ' \t'.includes(item[start]!)) start += 1
  while (end > start && ' \t'.includes(item[end - 1]!)) end -= 1
  return item.slice(start, end)
}

function isDigits(item: string): boolean {
  return [...item].every((character) => '0123456789'.includes(character))
}
