import type { Preferences } from '#shared/accounts'

interface CaptionsFacts {
  /** Languages of the captions that there are. */
  offered: readonly string[]
  /** How somebody wants it in general. */
  rule: Preferences['captions']
  /** By hand while this is played: a language, or null for none; undefined while nobody touched it. */
  chosen: string | null | undefined
  /** What was left on in this browser; null: off. */
  remembered: string | null
  /** The language last read, also where captions are off now. */
  lastLanguage: string | null
  isMuted: boolean
}

/** The language of the captions to show, or null. What is done by hand beats every rule. */
export function captionsToShow(facts: CaptionsFacts): string | null {
  const { offered, rule, chosen, remembered, isMuted } = facts
  if (chosen !== undefined) return chosen !== null && offered.includes(chosen) ? chosen : null
  if (remembered !== null && offered.includes(remembered)) return remembered
  return rule === 'always' || (rule === 'muted' && isMuted) ? likelyCaptions(facts) : null
}

/** What "captions on" means without a language: the one last read, else the first. */
export function likelyCaptions({
  offered,
  lastLanguage,
}: Pick<CaptionsFacts, 'offered' | 'lastLanguage'>): string | null {
  return lastLanguage !== null && offered.includes(lastLanguage) ? lastLanguage : (offered[0] ?? null)
}
