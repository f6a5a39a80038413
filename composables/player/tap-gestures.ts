/** What a finger's tap on the picture means. `wait`: a second one may follow, within `DOUBLE_TAP_MS`. */
export type TapMeaning = { kind: 'wait' } | { kind: 'seekBy'; seconds: number } | { kind: 'like' }

export const DOUBLE_TAP_MS = 280
/** Once a double tap has sought, each further tap on its side seeks again while no pause is longer than this. */
const STREAK_MS = 700
const STEP_SECONDS = 10

type Third = 'left' | 'centre' | 'right'

/** Reads taps one after another: thirds of the picture, `share` from 0 (left) to 1, times in milliseconds. */
export function readTaps() {
  let last: { third: Third; at: number; isStreak: boolean } | null = null

  return function tap(share: number, at: number): TapMeaning {
    const third = thirdOf(share)
    const isNear = last?.third === third && at - last.at < (last.isStreak ? STREAK_MS : DOUBLE_TAP_MS)
    if (!isNear) {
      last = { third, at, isStreak: false }
      return { kind: 'wait' }
    }
    // a third tap in the middle is a first one again, or a like would be taken back by the same gesture
    last = third === 'centre' ? null : { third, at, isStreak: true }
    if (third === 'centre') return { kind: 'like' }
    return { kind: 'seekBy', seconds: third === 'left' ? -STEP_SECONDS : STEP_SECONDS }
  }
}

function thirdOf(share: number): Third {
  if (share < 1 / 3) return 'left'
  return share > 2 / 3 ? 'right' : 'centre'
}
