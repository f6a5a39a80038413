import type { ByteRange } from '../adapters/object-store/port.ts'

export type RangeAnswer = { kind: 'whole' } | ({ kind: 'part' } & ByteRange) | { kind: 'unsatisfiable' }

const WHOLE = { kind: 'whole' } as const
const UNSATISFIABLE = { kind: 'unsatisfiable' } as const

/** Longer than any header that asks for one range; a list of thousands is not even split. */
const MAX_HEADER_LENGTH = 200

/**
 * What to send of `sizeBytes` for a Range header (RFC 9110, 14.1.2 and 14.2). One range is answered; what is not
 * well-formed, another unit, or more than one range is answered with the whole, as 14.2 allows: several ranges would
 * need multipart bodies that no player asks for, and many small ones are an attack.
 */
export function parseRange(header: string | undefined, sizeBytes: number): RangeAnswer {
  if (header === undefined || header.length > MAX_HEADER_LENGTH) return WHOLE
  const spec = onlySpecOf(header)
  const match = spec === undefined ? null : /^(\d*)-(\d*)$/.exec(spec)
  if (!match) return WHOLE
  const [, first = '', last = ''] = match
  if (first === '') return last === '' ? WHOLE : suffixOf(toBytes(last), sizeBytes)
  const start = toBytes(first)
  const end = last === '' ? Infinity : toBytes(last)
  if (isBefore(last, first)) return WHOLE
  if (start >= sizeBytes) return UNSATISFIABLE
  return { kind: 'part', start, end: Math.min(end, sizeBytes - 1) }
}

/** List elements may be empty and have space around them (RFC 9110, 5.6.1); exactly one may say something. */
function onlySpecOf(header: string): string | undefined {
  const set = /^bytes=(.*)$/i.exec(header)?.[1]
  const specs = set?.split(',').map((spec) => spec.replace(/^[ \t]+|[ \t]+$/g, ''))
  const stated = specs?.filter((spec) => spec !== '')
  return stated?.length === 1 ? stated[0] : undefined
}

function suffixOf(length: number, sizeBytes: number): RangeAnswer {
  if (length === 0 || sizeBytes === 0) return UNSATISFIABLE
  return { kind: 'part', start: Math.max(0, sizeBytes - length), end: sizeBytes - 1 }
}

/** Positions beyond what a number holds exactly lie beyond every object too. */
function toBytes(digits: string): number {
  const value = Number(digits)
  return Number.isSafeInteger(value) ? value : Infinity
}

/** `5-3` is no range at all, also where both numbers are too big to be told apart as numbers. */
function isBefore(last: string, first: string): boolean {
  return last !== '' && BigInt(last) < BigInt(first)
}
