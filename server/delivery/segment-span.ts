/** Part of a video, in seconds into it. */
export interface Stretch {
  startSeconds: number
  endSeconds: number
}

export interface SegmentSpan {
  first: number
  count: number
  /** Where the first begins and the last ends, in seconds into the video. */
  startSeconds: number
  endSeconds: number
}

/** Clips are cut to the millisecond: less of a segment than this shows nothing. */
const TOLERANCE_SECONDS = 0.001

/**
 * The segments that a stretch needs: every one that it touches and no other. There is always at least one, the last
 * where the stretch lies behind them all, since a playlist without segments plays nowhere.
 */
export function segmentSpan(segmentSeconds: readonly number[], stretch: Stretch): SegmentSpan {
  const ends = segmentEnds(segmentSeconds)
  const startOf = (index: number) => (index === 0 ? 0 : (ends[index - 1] ?? 0))
  const touching = ends.findIndex((end) => end > stretch.startSeconds + TOLERANCE_SECONDS)
  const first = touching < 0 ? ends.length - 1 : touching
  const last = ends.findLastIndex((_, index) => startOf(index) < stretch.endSeconds - TOLERANCE_SECONDS)
  const count = Math.max(1, last - first + 1)
  return { first, count, startSeconds: startOf(first), endSeconds: ends[first + count - 1] ?? 0 }
}

function segmentEnds(segmentSeconds: readonly number[]): number[] {
  let end = 0
  return segmentSeconds.map((seconds) => (end += seconds))
}
