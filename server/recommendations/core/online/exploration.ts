import type { Random } from '../random.ts'
import type { KnownClip } from './catalogue.ts'
import { playsADay, type Ranker, type RankerSettings } from './ranker.ts'

/** What a clip lacks: its first plays while it is fresh, or any play at all. */
export type Need = 'fresh' | 'first' | 'none'

/** What a clip of that age (days) and so many plays lacks. */
export function needOf({ freshDays, freshPlays }: RankerSettings, age: number, plays: number): Need {
  if (age < freshDays) return plays < freshPlays ? 'fresh' : 'none'
  return plays === 0 ? 'first' : 'none'
}

/** What giving it is worth: of the fresh, those that nearly have their plays are finished first. */
export function bonusOf({ freshBonus, freshPlays }: RankerSettings, need: Need, plays: number): number {
  if (need === 'none') return 0
  return need === 'first' ? freshBonus : freshBonus * (0.5 + (0.5 * plays) / freshPlays)
}

/** Part of all plays that the guarantee to fresh clips may ask for before it is cut. */
const AFFORDABLE = 0.1

/**
 * Share of slots for fresh clips. Where their plays would be more than the site can spare (few viewers, many uploads),
 * exploring would cost viewers more than it brings to anybody: the share shrinks in proportion.
 */
export function freshShareOf(ranker: Ranker, now: number): number {
  const { settings, catalogue } = ranker
  const demand = freshClipsADay(catalogue.clips, settings.freshDays, now) * settings.freshPlays
  const supply = playsADay(ranker)
  return demand === 0 ? 0 : settings.freshShare * Math.min(1, (AFFORDABLE * supply) / demand)
}

/** Clips come in order of their number, so that the fresh are the last. */
function freshClipsADay(clips: readonly (KnownClip | undefined)[], freshDays: number, now: number): number {
  let fresh = 0
  for (let k = clips.length - 1; k >= 0; k--) {
    const clip = clips[k]
    if (!clip) continue
    if (now - clip.publishedAt >= freshDays) break
    fresh++
  }
  return fresh / freshDays
}

/** A share of a slate as whole slots: the rest after the comma by chance. */
export function slotsOf(expected: number, random: Random): number {
  const whole = Math.floor(expected)
  return whole + (random.next() < expected - whole ? 1 : 0)
}
