import type { FeedReason, FeedThing } from '#shared/feed'

type ReasonCode = FeedReason['code']

/** What moved the score of an item, one letter each: they lie in every queue of everybody. */
export const FACTOR_LETTERS = {
  interest: 'I',
  creator: 'R',
  quality: 'Q',
  next_part: 'N',
  level: 'L',
  policy: 'P',
  explore: 'E',
  multiplier: 'M',
} as const
export type FactorName = keyof typeof FACTOR_LETTERS

/** Why an item stands in a queue. */
export interface Reason {
  kind: FeedThing['kind']
  code: ReasonCode
  /** combinedTopicName, or the id of a video, clip or person; empty where the code says it all. */
  cause: string
  /** What the score would lose without each, and the multiplier itself; in thousandths when packed. */
  factors: Partial<Record<FactorName, number>>
}

const CODE_LETTERS: Partial<Record<ReasonCode, string>> = {
  recommended: 'r',
  because_topic: 't',
  next_part: 'n',
  next_step: 's',
  followed: 'f',
  new_creator: 'c',
  popular: 'p',
  explore: 'e',
}
const CODES = invert(CODE_LETTERS)
const FACTORS = invert(FACTOR_LETTERS)

/** `tcoffee/latte-art;I112Q-8M1000`: about 30 bytes. The first letter is a large one for videos. */
export function packReason({ kind, code, cause, factors }: Reason): string {
  const packed = Object.entries(factors)
    .map(([name, value]) => FACTOR_LETTERS[name as FactorName] + String(Math.round(value * 1000)))
    .join('')
  const letter = CODE_LETTERS[code] ?? 'r'
  return `${kind === 'clip' ? letter : letter.toUpperCase()}${cause};${packed}`
}

/** Null for what was never packed, as in sequences that somebody put there. */
export function unpackReason(packed: string | undefined): Reason | null {
  const letter = packed?.[0] ?? ''
  const code = CODES.get(letter.toLowerCase())
  if (!packed || !code) return null
  const kind = letter === letter.toLowerCase() ? 'clip' : 'video'
  const end = packed.lastIndexOf(';')
  const factors = [...packed.slice(end + 1).matchAll(/([A-Z])(-?\d+)/g)].flatMap(([, letter, value]) => {
    const name = FACTORS.get(letter ?? '')
    return name ? [[name, Number(value) / 1000] as const] : []
  })
  return { kind, code, cause: packed.slice(1, end), factors: Object.fromEntries(factors) }
}

function invert<Name extends string>(letters: Partial<Record<Name, string>>): Map<string, Name> {
  return new Map(Object.entries(letters).map(([name, letter]) => [letter as string, name as Name]))
}
