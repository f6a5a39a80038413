import type { FeedReason, FeedThing } from '#shared/feed'
import type { MultiplierCode } from './multipliers.ts'

type ReasonCode = FeedReason['code']

/** What moved the score of an item, one letter each: they lie in every queue of everybody. */
export const FACTOR_LETTERS = {
  interest: 'I',
  creator: 'R',
  quality: 'Q',
  together: 'T',
  next_part: 'N',
  level: 'L',
  policy: 'P',
  explore: 'E',
  multiplier: 'M',
} as const
export type FactorName = keyof typeof FACTOR_LETTERS

/** What the multiplier was made of. */
const DELTA_LETTERS = {
  early_penalty: 'A',
  early_warning: 'W',
  unsure_violation: 'U',
  nsfw: 'S',
  early_creator: 'C',
  golden_period: 'G',
} as const satisfies Record<MultiplierCode, string>

/** Why an item stands in a queue. */
export interface Reason {
  kind: FeedThing['kind']
  code: ReasonCode
  /** combinedTopicName, the id of a video, clip or person, or a title; empty where the code says it all. */
  cause: string
  /** What the score would lose without each, and the multiplier itself; in thousandths when packed. */
  factors: Partial<Record<FactorName, number>>
  /** What was added to 1 to come to the multiplier; in thousandths when packed. */
  deltas: Partial<Record<MultiplierCode, number>>
}

const CODE_LETTERS: Partial<Record<ReasonCode, string>> = {
  recommended: 'r',
  because_topic: 't',
  next_part: 'n',
  next_step: 's',
  followed: 'f',
  new_creator: 'c',
  popular: 'p',
  together: 'a',
  explore: 'e',
}
const CODES = invert(CODE_LETTERS)
const FACTORS = invert(FACTOR_LETTERS)
const DELTAS = invert(DELTA_LETTERS)

/** `tcoffee/latte-art;I112Q-8M1000`: about 30 bytes. The first letter is a large one for videos. */
export function packReason({ kind, code, cause, factors, deltas }: Reason): string {
  const packed = pack(factors, FACTOR_LETTERS) + pack(deltas, DELTA_LETTERS)
  const letter = CODE_LETTERS[code] ?? 'r'
  return `${kind === 'clip' ? letter : letter.toUpperCase()}${cause};${packed}`
}

/** What is said of it, without the numbers. Null for what was never packed, as in sequences that somebody put there. */
export function unpackCause(packed: string | undefined): Pick<Reason, 'kind' | 'code' | 'cause'> | null {
  const letter = packed?.[0] ?? ''
  const code = CODES.get(letter.toLowerCase())
  if (!packed || !code) return null
  const kind = letter === letter.toLowerCase() ? 'clip' : 'video'
  return { kind, code, cause: packed.slice(1, packed.lastIndexOf(';')) }
}

/** As `unpackCause`, with all that moved the score. */
export function unpackReason(packed: string | undefined): Reason | null {
  const cause = unpackCause(packed)
  if (!packed || !cause) return null
  const end = packed.lastIndexOf(';')
  const numbers = [...packed.slice(end + 1).matchAll(/([A-Z])(-?\d+)/g)]
  const named = <Name extends string>(names: ReadonlyMap<string, Name>) =>
    numbers.flatMap(([, letter = '', value]) => {
      const name = names.get(letter)
      return name ? [[name, Number(value) / 1000] as const] : []
    })
  return {
    ...cause,
    factors: Object.fromEntries(named(FACTORS)) as Reason['factors'],
    deltas: Object.fromEntries(named(DELTAS)) as Reason['deltas'],
  }
}

function pack<Name extends string>(
  values: Partial<Record<Name, number>>,
  letters: Record<Name, string>,
): string {
  const entries = Object.entries(values) as [Name, number][]
  return entries.map(([name, value]) => letters[name] + String(Math.round(value * 1000))).join('')
}

function invert<Name extends string>(letters: Partial<Record<Name, string>>): Map<string, Name> {
  return new Map(Object.entries(letters).map(([name, letter]) => [letter as string, name as Name]))
}
