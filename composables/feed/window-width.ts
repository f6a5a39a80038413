/** How much is kept ready around the current item. */
export interface WindowWidth {
  /** Of the next item, so many seconds. */
  nextSeconds: number
  /** Items ahead, and behind, of which the first segment is kept. */
  ahead: number
  behind: number
  /** Posters of the rest. */
  posters: number
}

export interface LineFacts {
  effectiveType: string | undefined
  /** The browser says so, or the person did. */
  isSaving: boolean
  /** By our own transfers; null while nobody knows. */
  bitsPerSecond: number | null
  isHidden: boolean
  /** Of the last items, what was left early: 0 to 1. */
  skipShare: number
}

const NOTHING: WindowWidth = { nextSeconds: 0, ahead: 0, behind: 0, posters: 0 }
const FIRST_SEGMENT: WindowWidth = { nextSeconds: 2, ahead: 1, behind: 0, posters: 2 }
const HALF: WindowWidth = { nextSeconds: 4, ahead: 2, behind: 0, posters: 5 }
const WHOLE: WindowWidth = { nextSeconds: 6, ahead: 5, behind: 1, posters: 5 }

/** On a wide line the rest of the next item comes in time once it plays: who skips a lot is spared it. */
const RESTLESS: WindowWidth = { ...WHOLE, nextSeconds: 1 }
const WIDE_BITS_PER_SECOND = 10_000_000
const RESTLESS_SHARE = 0.25

/** Below this one item takes the whole line; below the second a window of first segments would take minutes. */
const SLOW_BITS_PER_SECOND = 1_500_000
const MIDDLING_BITS_PER_SECOND = 3_500_000

export function windowWidth({
  effectiveType,
  isSaving,
  bitsPerSecond,
  isHidden,
  skipShare,
}: LineFacts): WindowWidth {
  if (isHidden || effectiveType === 'slow-2g') return NOTHING
  if (isSaving || effectiveType === '2g') return FIRST_SEGMENT
  // our own transfers know better than the browser's classes, which go by the time of an answer
  if (bitsPerSecond === null) return effectiveType === '3g' ? FIRST_SEGMENT : HALF
  if (bitsPerSecond < SLOW_BITS_PER_SECOND) return FIRST_SEGMENT
  if (bitsPerSecond < MIDDLING_BITS_PER_SECOND) return HALF
  return isWide(bitsPerSecond) && skipShare >= RESTLESS_SHARE ? RESTLESS : WHOLE
}

/** It brings a segment in a fraction of the time that it plays. */
export function isWide(bitsPerSecond: number | null): boolean {
  return (bitsPerSecond ?? 0) >= WIDE_BITS_PER_SECOND
}
