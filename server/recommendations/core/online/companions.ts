/** Which clips the same people finish: for each the others that it was finished with, and how often. */
export interface Companions {
  /** By clip, the strength of each other; at most MOST of them. */
  met: (Map<number, number> | undefined)[]
  /** By clip, how often it was finished by somebody who had finished another. */
  finished: number[]
}

/** Share of a clip from which on it counts as finished. */
export const FINISHED_SHARE = 0.8
/** Of each person the last so many that they finished. */
export const FINISHED_KEPT = 12
/** Of each clip so many others are kept; pruned when there are half as many more. */
const MOST = 64
/** Meetings that chance alone may bring: with few of them nobody is a companion yet. */
const SHRINK = 8

export const newCompanions = (): Companions => ({ met: [], finished: [] })

/** Somebody finished a clip, after those (`before`, the latest last). */
export function addFinished({ met, finished }: Companions, clip: number, before: readonly number[]): void {
  finished[clip] = (finished[clip] ?? 0) + 1
  for (const other of before) {
    if (other === clip) continue
    meet(met, clip, other)
    meet(met, other, clip)
  }
}

function meet(met: Companions['met'], clip: number, other: number): void {
  const others = (met[clip] ??= new Map<number, number>())
  others.set(other, (others.get(other) ?? 0) + 1)
  if (others.size > MOST * 1.5) met[clip] = strongestOf(others)
}

function strongestOf(others: ReadonlyMap<number, number>): Map<number, number> {
  return new Map([...others].sort(([a, x], [b, y]) => y - x || b - a).slice(0, MOST))
}

/** 0 to 1: how much more often two clips were finished by the same people than chance brings. */
export function closeness({ met, finished }: Companions, clip: number, other: number): number {
  const times = met[clip]?.get(other) ?? 0
  return times === 0 ? 0 : times / (Math.sqrt(finished[clip]! * finished[other]!) + SHRINK)
}

/** Of what somebody finished the clip that is closest to another, and how close. */
export interface Closest {
  to: number
  value: number
}

/** @param before what somebody finished, the latest last */
export function closestOf(companions: Companions, clip: number, before: readonly number[]): Closest | null {
  let best: Closest | null = null
  for (const other of before) {
    const value = closeness(companions, other, clip)
    if (value > (best?.value ?? 0)) best = { to: other, value }
  }
  return best
}

/** All clips that people finished with one of those, each with the closest of them. */
export function companionsOf(companions: Companions, before: readonly number[]): Map<number, Closest> {
  const found = new Map<number, Closest>()
  for (const to of before) {
    for (const clip of companions.met[to]?.keys() ?? []) {
      const value = closeness(companions, to, clip)
      if (value > (found.get(clip)?.value ?? 0)) found.set(clip, { to, value })
    }
  }
  return found
}
