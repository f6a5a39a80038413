import { scoreAt, type Place, type Rated } from './rank-slate.ts'
import { isNextPart, type Ranker } from './ranker.ts'

/** Why a clip is in a slate. */
export type Cause =
  'interest' | 'creator' | 'quality' | 'together' | 'next_part' | 'level' | 'policy' | 'explore'

export interface SlateItem {
  clip: number
  score: number
  /** The greatest of `factors`. */
  reason: Cause
  /** What the score loses without each cause; below 0 where the cause holds the clip down. */
  factors: Record<Cause, number>
  /** The clip that people finished who also finish this one; null where there is none. */
  companion: number | null
}

/** @param bonus what exploring added at this place */
export function explain(ranker: Ranker, rated: Rated, place: Place, bonus: number): SlateItem {
  const score = scoreAt(ranker, rated, place)
  const withoutPart = (part: number) =>
    part === 0 ? 0 : score - scoreAt(ranker, rated, place, rated.z - part)
  const alone = { topics: place.topics, creators: place.creators, last: null }
  const factors: Record<Cause, number> = {
    interest: withoutPart(rated.interest),
    creator: withoutPart(rated.taste),
    quality: withoutPart(rated.quality),
    together: withoutPart(rated.together),
    next_part: isNextPart(place.last, rated) ? score - scoreAt(ranker, rated, alone) : 0, // prettier-ignore
    level: score - score / (1 + rated.gain),
    policy: score - score / rated.multiplier,
    explore: bonus,
  }
  let reason: Cause = 'interest'
  for (const cause in factors) if (factors[cause as Cause] > factors[reason]) reason = cause as Cause
  return { clip: rated.clip, score: score + bonus, reason, factors, companion: rated.companion }
}
