/** Another try is possible after so long, or after the clip was seen again. */
const PAUSE_MINUTES = 10
/** So much of it counts as seen again. */
const SEEN_AGAIN_SHARE = 0.5

export interface AnswerFacts {
  answeredAt: Date | null
  /** Seconds of the clip that were watched since that answer. */
  watchedSince: number
  durationSeconds: number
}

/**
 * Whether a check may be answered now: the first time always, then after a pause or another look, so that trying all
 * the choices one after the other masters nothing.
 * @returns null, or the minutes still to wait
 */
export function minutesUntilAnswer(facts: AnswerFacts, now: Date): number | null {
  if (!facts.answeredAt || facts.watchedSince >= facts.durationSeconds * SEEN_AGAIN_SHARE) return null
  const waited = (now.getTime() - facts.answeredAt.getTime()) / 60_000
  return waited >= PAUSE_MINUTES ? null : Math.ceil(PAUSE_MINUTES - waited)
}
