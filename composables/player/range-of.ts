import type { Stretch } from './play-stretch'

const MIN_SECONDS = 1

/** The part of a video that an address asks for alone (`?t=40&end=65`, seconds into it), or null. */
export function rangeOf(query: Record<string, unknown>): Stretch | null {
  const [startSeconds, endSeconds] = [secondsOf(query.t) ?? 0, secondsOf(query.end)]
  if (endSeconds === null || endSeconds - startSeconds < MIN_SECONDS) return null
  return { startSeconds, endSeconds, hasVideoTracks: true }
}

/** As far as the video goes; null where it ends before the range begins. */
export function rangeWithin(range: Stretch, duration: number): Stretch | null {
  const endSeconds = Math.min(range.endSeconds, duration)
  return endSeconds - range.startSeconds >= MIN_SECONDS ? { ...range, endSeconds } : null
}

function secondsOf(value: unknown): number | null {
  const text = String(value ?? '')
  return /^\d{1,6}(?:\.\d{1,3})?$/.test(text) ? Number(text) : null
}
