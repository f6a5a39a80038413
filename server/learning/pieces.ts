import type { Piece } from '../engagement/credit-watching.ts'

/** Pieces so close belong together: a picture lasts 40 ms, and players report to a tenth of a second. */
const JOIN_SECONDS = 0.25
/** More bits than this nobody leaves by watching; the shortest go. */
const MAX_PIECES = 100

/** In order, without overlap, none beyond the item's bounds. Adding a piece again changes nothing. */
export function joinPieces(pieces: readonly Piece[], durationSeconds: number): Piece[] {
  const joined: Piece[] = []
  for (const piece of inOrder(pieces, durationSeconds)) {
    const last = joined.at(-1)
    if (last && piece[0] <= last[1] + JOIN_SECONDS) last[1] = Math.max(last[1], piece[1])
    else joined.push([...piece])
  }
  return longest(joined)
}

/** 0 to 1: how much of the item the joined pieces cover. */
export function coveredShare(joined: readonly Piece[], durationSeconds: number): number {
  if (durationSeconds <= 0) return 0
  return Math.min(1, joined.reduce((total, [from, to]) => total + to - from, 0) / durationSeconds)
}

function inOrder(pieces: readonly Piece[], durationSeconds: number): Piece[] {
  return pieces
    .map(([from, to]): Piece => [Math.max(0, from), Math.min(durationSeconds, to)])
    .filter(([from, to]) => to > from)
    .sort((a, b) => a[0] - b[0])
}

function longest(joined: Piece[]): Piece[] {
  if (joined.length <= MAX_PIECES) return joined
  const kept = [...joined].sort((a, b) => b[1] - b[0] - (a[1] - a[0])).slice(0, MAX_PIECES)
  return kept.sort((a, b) => a[0] - b[0])
}
