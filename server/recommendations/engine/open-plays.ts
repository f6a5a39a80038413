import type { WatchedPiece } from './event-log.model.ts'

/** Something that somebody is watching, as far as it was told. */
export interface OpenPlay {
  userId: string
  item: number
  /** What was shown of it, in order and apart from each other. */
  shown: [from: number, to: number][]
  isLiked: boolean
  isDisliked: boolean
  /** Packed; absent where it was not recommended. */
  reason?: string
  /** Milliseconds. */
  lastAt: number
}

/** A play that nobody said anything more of is over. */
export const PLAY_PAUSE_MS = 90_000
/** Of a play that jumps about more than that its first stretches are enough. */
const MAX_STRETCHES = 50

export function addPiece(play: OpenPlay, { piece }: WatchedPiece): void {
  if (!piece || play.shown.length >= MAX_STRETCHES) return
  play.shown.push([piece[0], piece[1]])
  play.shown.sort((a, b) => a[0] - b[0])
  const merged: OpenPlay['shown'] = []
  for (const [from, to] of play.shown) {
    const last = merged.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  play.shown = merged
}

/** Share of the item that was shown at least once, 0 to 1. */
export function shareShown({ shown }: OpenPlay, durationSeconds: number): number {
  const seconds = shown.reduce((sum, [from, to]) => sum + to - from, 0)
  return durationSeconds > 0 ? Math.min(1, seconds / durationSeconds) : 0
}
