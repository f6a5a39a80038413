/** Shorter items are seen again sooner than somebody would find a place in them. */
const SEEKABLE_FROM_SECONDS = 20
const SIDE = 1 / 3

export type DoubleTap = 'like' | 'back' | 'forward'

/** @param share where on the picture, 0 (its left edge) to 1 */
export function decideDoubleTap(share: number, durationSeconds: number): DoubleTap {
  if (durationSeconds <= SEEKABLE_FROM_SECONDS) return 'like'
  if (share < SIDE) return 'back'
  return share > 1 - SIDE ? 'forward' : 'like'
}

/** What holding a finger does: faster on the right half, the menu on the left. */
export function decideHold(share: number): 'faster' | 'menu' {
  return share >= 0.5 ? 'faster' : 'menu'
}
