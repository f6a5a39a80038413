import type { SegmentSpan } from './read-rendition.ts'

/** Part of a video, in seconds into it. */
export interface CutTimes {
  startSeconds: number
  endSeconds: number
}

/**
 * Which segments a cut touches, and how: those that lie wholly inside are copied, what is left of the first and the
 * last is encoded. `copied` is null where no segment lies wholly inside.
 */
export interface CutPlan {
  all: SegmentSpan
  head: SegmentSpan | null
  copied: SegmentSpan | null
  tail: SegmentSpan | null
}

/** Less than this of a segment is no picture. */
const TOLERANCE_SECONDS = 0.001

/** Every segment begins with a keyframe and needs nothing before it. */
export function cutPlan(segmentSeconds: readonly number[], { startSeconds, endSeconds }: CutTimes): CutPlan {
  let at = 0
  const places = segmentSeconds.map((seconds) => ({ from: at, to: (at += seconds) }))
  const touched = places
    .map((place, index) => ({ ...place, index }))
    .filter(({ from, to }) => to > startSeconds + TOLERANCE_SECONDS && from < endSeconds - TOLERANCE_SECONDS)
  const isInside = ({ from, to }: { from: number; to: number }) =>
    from >= startSeconds - TOLERANCE_SECONDS && to <= endSeconds + TOLERANCE_SECONDS
  const inside = touched.filter(isInside)
  const before = touched.filter(({ from }) => from < startSeconds - TOLERANCE_SECONDS)
  const after = touched.filter((place) => !isInside(place) && !before.includes(place))
  const span = (part: typeof touched): SegmentSpan | null =>
    part.length > 0 ? { first: part[0]!.index, count: part.length } : null
  return {
    all: span(touched) ?? { first: Math.max(0, places.length - 1), count: 1 },
    head: span(before),
    copied: span(inside),
    tail: span(after),
  }
}
