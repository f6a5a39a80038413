import { stepFrames, toFrame } from './frame-moment'
import type { SliderMove } from './slider-keys'

export interface MoveBounds {
  least: number
  most: number
  secondsPerFrame: number
}

/** Where a moment comes to by a move, at the beginning of a picture and within its bounds. */
export function moved(
  seconds: number,
  move: SliderMove,
  { least, most, secondsPerFrame }: MoveBounds,
): number {
  if ('to' in move) return move.to === 0 ? least : most
  const wanted =
    'frames' in move
      ? stepFrames(seconds, move.frames, { secondsPerFrame, duration: most })
      : toFrame(Math.max(0, seconds + move.seconds), secondsPerFrame)
  return Math.min(most, Math.max(least, wanted))
}
