import type { Segment } from './segments'

export interface Span {
  startSeconds: number
  endSeconds: number
}

/** Sound and pictures begin some milliseconds apart, and a frame may be missing between segments. */
export const GAP_SECONDS = 0.15

export function spansOf(ranges: TimeRanges): Span[] {
  return Array.from({ length: ranges.length }, (_, n) => ({
    startSeconds: ranges.start(n),
    endSeconds: ranges.end(n),
  }))
}

/** Up to where it is loaded without a gap from a time on; the time itself where nothing is. */
export function loadedUntil(spans: readonly Span[], seconds: number): number {
  let end = seconds
  for (const span of spans) {
    if (span.startSeconds <= end + GAP_SECONDS && span.endSeconds > end) end = span.endSeconds
  }
  return end
}

/**
 * The segment to load next, so that it is loaded from `position` on until `goal`. Null when it is.
 * @param last index of the segment that was loaded last for this stretch, -1 after a seek: one that came and has not
 * filled its place (its frames end early) is not asked for again
 */
export function nextSegment(
  segments: readonly Segment[],
  spans: readonly Span[],
  { position, goal, last }: { position: number; goal: number; last: number },
): Segment | null {
  const end = loadedUntil(spans, position)
  const isBegun = end > position
  if (isBegun && end >= goal) return null
  const wanted = segments.findIndex(({ endSeconds }) => endSeconds > end + (isBegun ? GAP_SECONDS : 0))
  const segment = segments[Math.max(wanted < 0 ? segments.length : wanted, last + 1)]
  return segment && segment.startSeconds < goal ? segment : null
}

/** Bytes of the parts of segments that were played: a segment that was half seen counts half. */
export function playedBytes(loaded: readonly (Span & { bytes: number })[], played: readonly Span[]): number {
  return loaded.reduce((sum, { startSeconds, endSeconds, bytes }) => {
    const seconds = played.reduce(
      (total, span) =>
        total +
        Math.max(0, Math.min(endSeconds, span.endSeconds) - Math.max(startSeconds, span.startSeconds)),
      0,
    )
    return sum + bytes * Math.min(1, seconds / Math.max(endSeconds - startSeconds, 0.001))
  }, 0)
}
