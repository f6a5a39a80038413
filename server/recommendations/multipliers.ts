import type { MULTIPLIER_CODES } from '#shared/recommendations'

/** A reason why something is shown less, or more. Each ends, or is looked at again, by its own rule. */
export type MultiplierCode = (typeof MULTIPLIER_CODES)[number]

export interface MultiplierDelta {
  code: MultiplierCode
  /** Added to 1. */
  delta: number
  /** From then on it counts no more; null as long as its cause stands. */
  until: Date | null
}

export interface MultiplierFacts {
  publishedAt: Date
  /** How often it was shown. */
  impressions: number
  isNsfw: boolean
  /** Among the first videos of a creator who is known to be a person of their own. */
  isEarlyCreator: boolean
  /** A high share of reports in the first hours; null without. */
  warning: { until: Date | null } | null
  /** The community could not agree whether it breaks the rules. */
  unsureViolation: { until: Date } | null
  /** An appeal was accepted: what lowers does not count. */
  hasNoPenalties: boolean
}

export interface MultiplierSettings {
  /** After publishing, while nobody knows what it is. */
  earlyPenaltyHours: number
  goldenHours: number
  goldenImpressions: number
}

export const DEFAULT_MULTIPLIERS: MultiplierSettings = {
  earlyPenaltyHours: 24,
  goldenHours: 48,
  goldenImpressions: 300,
}

const DELTAS = {
  early_penalty: -0.5,
  early_warning: -0.9,
  unsure_violation: -0.7,
  nsfw: -0.2,
  early_creator: 0.1,
  golden_period: 0.25,
} as const satisfies Record<MultiplierCode, number>
const [LEAST, MOST] = [0.02, 1.5]
const HOUR_MS = 3_600_000

/** What counts at this moment, in the order of the codes. */
export function deltasOf(
  facts: MultiplierFacts,
  now: Date,
  settings: MultiplierSettings = DEFAULT_MULTIPLIERS,
): MultiplierDelta[] {
  const fixed = (code: MultiplierCode, until: Date | null = null) => ({ code, delta: DELTAS[code], until })
  const all = [
    settings.earlyPenaltyHours > 0 && fixed('early_penalty', hoursAfter(facts, settings.earlyPenaltyHours)),
    facts.warning && fixed('early_warning', facts.warning.until),
    facts.unsureViolation && fixed('unsure_violation', facts.unsureViolation.until),
    facts.isNsfw && fixed('nsfw'),
    facts.isEarlyCreator && fixed('early_creator'),
    goldenPeriod(facts, now, settings),
  ]
  return all
    .filter((each) => each !== null && each !== false)
    .filter(({ until }) => until === null || until > now)
    .filter(({ delta }) => delta > 0 || !facts.hasNoPenalties)
}

/** The factor of a score: deltas add to 1, within [0.02, 1.5]. */
export function multiplierOf(deltas: readonly Pick<MultiplierDelta, 'delta'>[]): number {
  const sum = deltas.reduce((total, { delta }) => total + delta, 1)
  return Math.min(MOST, Math.max(LEAST, sum))
}

/**
 * Cost of bytes that are not at hand, as a share of the score. Deep in a queue it costs nothing: the player fetches ahead.
 * @param delaySeconds expected extra wait until the first picture
 * @param position in the queue, from 0
 */
export function tierCost(delaySeconds: number, position: number): number {
  return position >= 3 ? 0 : Math.min(0.15, 0.1 * delaySeconds)
}

/** Fades with time and with every impression, whichever is quicker. */
function goldenPeriod(
  facts: MultiplierFacts,
  now: Date,
  { goldenHours, goldenImpressions }: MultiplierSettings,
): MultiplierDelta | null {
  const age = Math.max(0, now.getTime() - facts.publishedAt.getTime()) / (goldenHours * HOUR_MS)
  const shown = facts.impressions / goldenImpressions
  const delta = DELTAS.golden_period * Math.max(0, 1 - age) * Math.max(0, 1 - shown)
  return delta > 0 ? { code: 'golden_period', delta, until: hoursAfter(facts, goldenHours) } : null
}

function hoursAfter({ publishedAt }: MultiplierFacts, hours: number): Date {
  return new Date(publishedAt.getTime() + hours * HOUR_MS)
}
