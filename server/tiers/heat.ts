/** Half-lives of the counters, in milliseconds. */
export const HALF_LIVES = {
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
  month: 30 * 86_400_000,
  quarter: 90 * 86_400_000,
} as const
export type HeatSpan = keyof typeof HALF_LIVES
export const HEAT_SPANS = Object.keys(HALF_LIVES) as HeatSpan[]

/** What was counted, each for half as much every half-life. */
export type HeatCounts = Record<HeatSpan, number>

export interface Heat {
  views: HeatCounts
  /** Seconds that people with an account watched. */
  seconds: HeatCounts
}

/**
 * Counters that fade without being written: forward decay (Cormode et al., "Forward Decay: A Practical Time Decay Model
 * for Streaming Systems", 2009). A score is `now / halfLife + log2(count)`; while time passes it stays, and it tells which
 * of two videos is hotter at any moment, so an index over it is a chart. Absent: nothing was ever counted.
 */
export type HeatScores = Partial<HeatCounts>

/** A count of now. */
export function coolScore(score: number | undefined, halfLifeMs: number, nowMs: number): number {
  return score === undefined ? 0 : 2 ** (score - nowMs / halfLifeMs)
}

/** The score after `amount` more, at any time: in which order things are counted makes no difference. */
export function addToScore(
  score: number | undefined,
  amount: number,
  halfLifeMs: number,
  atMs: number,
): number | undefined {
  if (amount <= 0) return score
  const added = atMs / halfLifeMs + Math.log2(amount)
  if (score === undefined) return added
  const [more, less] = score > added ? [score, added] : [added, score]
  return more + Math.log2(1 + 2 ** (less - more))
}

export function coolCounts(scores: HeatScores, nowMs: number): HeatCounts {
  const countOf = (span: HeatSpan) => coolScore(scores[span], HALF_LIVES[span], nowMs)
  return {
    hour: countOf('hour'),
    day: countOf('day'),
    week: countOf('week'),
    month: countOf('month'),
    quarter: countOf('quarter'),
  }
}

export const NO_HEAT: Heat = {
  views: { hour: 0, day: 0, week: 0, month: 0, quarter: 0 },
  seconds: { hour: 0, day: 0, week: 0, month: 0, quarter: 0 },
}

/** So many seconds of watching tell as much as a view. */
const SECONDS_PER_VIEW = 60

/** By these the future is told: what was hot of late, and what is watched now and then. The shorter are over before anything moves. */
const DEMAND_SPANS = ['week', 'month', 'quarter'] as const

/** Views a month that are to be expected, as the rates of the last weeks say: a count fading by half-lives is rate * H / ln 2. */
export function demandOf(heat: Heat): number {
  return Math.max(...DEMAND_SPANS.map((span) => monthlyViews(heat, span)))
}

/** When the demand will have faded to `bar` if nobody watches; `nowMs` where it has already. */
export function coolsAt(heat: Heat, bar: number, nowMs: number): number {
  const halvings = (span: HeatSpan) => {
    const expected = monthlyViews(heat, span)
    return expected > bar ? Math.log2(expected / bar) : 0
  }
  return nowMs + Math.max(...DEMAND_SPANS.map((span) => halvings(span) * HALF_LIVES[span]))
}

function monthlyViews(heat: Heat, span: HeatSpan): number {
  const count = Math.max(heat.views[span], heat.seconds[span] / SECONDS_PER_VIEW)
  return (count * Math.LN2 * HALF_LIVES.month) / HALF_LIVES[span]
}
