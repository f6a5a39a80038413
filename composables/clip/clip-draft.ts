import { MAX_CLIP_SECONDS, MIN_CLIP_SECONDS } from '#shared/clips'

/** What stands against these in and out points, in plain words; null when they make a clip. */
export function timesProblem(start: number | null, end: number | null, videoSeconds: number): string | null {
  if (start === null || end === null) return 'Mark where the clip begins and where it ends.'
  if (end <= start) return 'It has to end after it begins.'
  if (end > videoSeconds + 0.001) return 'It reaches beyond the end of the video.'
  if (end - start < MIN_CLIP_SECONDS) return `A clip lasts at least ${MIN_CLIP_SECONDS} second.`
  if (end - start > MAX_CLIP_SECONDS) return `A clip lasts at most ${MAX_CLIP_SECONDS / 60} minutes.`
  return null
}
