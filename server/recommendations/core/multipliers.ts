/** A change to the reach of a video that somebody or a rule made, with an end. */
export interface Multiplier {
  source: 'early_penalty' | 'early_warning' | 'violation' | 'nsfw' | 'early_creator' | 'golden_period'
  delta: number
  /** ms; null while it lasts. */
  until: number | null
}

export const LEAST_MULTIPLIER = 0.02
export const MOST_MULTIPLIER = 1.5

/** 1 plus all deltas that hold now, within bounds; penalties count nothing where an appeal was granted. */
export function multiply(deltas: readonly Multiplier[], now: number, hasNoPenalties: boolean): number {
  const held = deltas.filter(({ until }) => until === null || until > now)
  const counted = hasNoPenalties ? held.filter(({ delta }) => delta > 0) : held
  const sum = counted.reduce((all, { delta }) => all + delta, 1)
  return Math.min(MOST_MULTIPLIER, Math.max(LEAST_MULTIPLIER, sum))
}

const GOLDEN_MS = 48 * 3_600_000
const GOLDEN_IMPRESSIONS = 300

/** What a fresh video gets on top: fades with its age and with what it was shown already. */
export function goldenPeriod(uploadedAt: number, impressions: number, now: number): Multiplier | null {
  const left = (1 - Math.max(0, now - uploadedAt) / GOLDEN_MS) * (1 - impressions / GOLDEN_IMPRESSIONS)
  if (now - uploadedAt >= GOLDEN_MS || impressions >= GOLDEN_IMPRESSIONS) return null
  return { source: 'golden_period', delta: 0.25 * left, until: uploadedAt + GOLDEN_MS }
}
