import { MAX_CLIP_SECONDS, MIN_CLIP_SECONDS } from '#shared/clip-limits'

/** Each has its words under `studioEdit.problem`. */
export type TimesProblem = 'missing' | 'backwards' | 'beyond' | 'short' | 'long'

/** What stands against these in and out points; null when they make a clip. */
export function timesProblem(
  start: number | null,
  end: number | null,
  videoSeconds: number,
): TimesProblem | null {
  if (start === null || end === null) return 'missing'
  if (end <= start) return 'backwards'
  if (end > videoSeconds + 0.001) return 'beyond'
  if (end - start < MIN_CLIP_SECONDS) return 'short'
  if (end - start > MAX_CLIP_SECONDS) return 'long'
  return null
}
