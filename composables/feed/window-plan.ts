import type { ByteRange, PlaybackHints, PlaybackRendition } from '#shared/feed'
import { bytesOf, segmentsOf } from './segments'
import type { WindowWidth } from './window-width'

/** Bytes that are fetched with one request, and the item they are fetched for. */
export interface Piece {
  itemKey: string
  url: string
  range: ByteRange
}

/** A neighbour of what plays, in the renditions that it would begin with. */
export interface Neighbour {
  key: string
  /** 1 is the next item, -1 the one before; 0 is the current one, as long as it has nothing. */
  distance: number
  playback: Pick<PlaybackHints, 'packURL' | 'startSeconds' | 'endSeconds'>
  tracks: readonly PlaybackRendition[]
}

/** Of the memory for ranges, what the window may take: the rest is the current item's. */
export const WINDOW_BYTES = 16 * 2 ** 20
/** Long enough for one segment and no second. */
const FIRST_SEGMENT_SECONDS = 0.01

/**
 * What to fetch around the current item, the most wanted first: the beginning of the next, that of the one after it
 * (swipes come in pairs), the rest of the next, the one before, and then those further ahead. Stops at the budget.
 */
export function planWindow(
  neighbours: readonly Neighbour[],
  width: WindowWidth,
  budget = WINDOW_BYTES,
): Piece[] {
  const at = (distance: number) => neighbours.filter((each) => each.distance === distance)
  const first = (distance: number) => at(distance).flatMap((each) => piecesOf(each, FIRST_SEGMENT_SECONDS))
  const further = Array.from({ length: Math.max(0, width.ahead - 2) }, (_, n) => n + 3)
  const wanted = [
    ...first(0),
    ...(width.nextSeconds > 0 ? first(1) : []),
    ...(width.ahead >= 2 ? first(2) : []),
    ...(width.nextSeconds > 0 ? at(1).flatMap((each) => piecesOf(each, width.nextSeconds)) : []),
    ...(width.behind >= 1 ? first(-1) : []),
    ...further.flatMap(first),
  ]
  return withinBudget(withoutRepeats(wanted), budget)
}

/** The same bytes of the same pack are one piece, whoever asks: clips of one video share its initialisation. */
export function pieceKey({ url, range }: Piece): string {
  return `${url} ${range[0]}-${range[1]}`
}

function piecesOf({ key, playback, tracks }: Neighbour, seconds: number): Piece[] {
  const until = Math.min(playback.startSeconds + seconds, playback.endSeconds)
  return tracks.flatMap((track) => {
    const segments = segmentsOf(track).filter(
      ({ startSeconds, endSeconds }, index) =>
        index === 0 || (endSeconds > playback.startSeconds && startSeconds < until),
    )
    const ranges = [track.initRange, ...segments.map(({ range }) => range)]
    return ranges.map((range) => ({ itemKey: key, url: playback.packURL, range }))
  })
}

function withoutRepeats(pieces: readonly Piece[]): Piece[] {
  return [...new Map(pieces.map((piece) => [pieceKey(piece), piece])).values()]
}

function withinBudget(pieces: readonly Piece[], budget: number): Piece[] {
  let sum = 0
  return pieces.filter(({ range }) => (sum += bytesOf(range)) <= budget)
}
