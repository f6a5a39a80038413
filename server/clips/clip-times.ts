import { MAX_CLIP_SECONDS, MIN_CLIP_SECONDS } from '#shared/clip-limits'
import { Unprocessable } from '../errors.ts'

/** Seconds into the parent video, to the millisecond; `duration` is end less start. */
export interface ClipTimes {
  startSeconds: number
  endSeconds: number
  duration: number
}

const toMs = (seconds: number) => Math.round(seconds * 1000)

/**
 * In and out points as they are stored. An end that lies less than a millisecond behind the video's is its end, since
 * that is what a player that stands there says.
 * @throws Unprocessable for a clip that is too short, too long or reaches beyond the video
 */
export function clipTimes(startSeconds: number, endSeconds: number, videoSeconds: number): ClipTimes {
  const lastMs = Math.floor(videoSeconds * 1000 + 1e-6)
  const [startMs, wantedMs] = [toMs(startSeconds), toMs(endSeconds)]
  const endMs = wantedMs === lastMs + 1 ? lastMs : wantedMs
  if (endMs > lastMs) throw wrongTimes('endSeconds', `The video ends at ${lastMs / 1000} seconds.`)
  const durationMs = endMs - startMs
  if (durationMs < MIN_CLIP_SECONDS * 1000) {
    throw wrongTimes('endSeconds', `A clip lasts at least ${MIN_CLIP_SECONDS} second.`)
  }
  if (durationMs > MAX_CLIP_SECONDS * 1000) {
    throw wrongTimes('endSeconds', `A clip lasts at most ${MAX_CLIP_SECONDS / 60} minutes.`)
  }
  return { startSeconds: startMs / 1000, endSeconds: endMs / 1000, duration: durationMs / 1000 }
}

/** @throws Unprocessable for a moment outside the clip */
export function thumbnailMoment(seconds: number, times: ClipTimes): number {
  const moment = toMs(seconds) / 1000
  if (!isWithin(moment, times)) {
    throw wrongTimes('thumbnailSeconds', 'The picture has to be of a moment within the clip.')
  }
  return moment
}

export function isWithin(
  seconds: number,
  { startSeconds, endSeconds }: Omit<ClipTimes, 'duration'>,
): boolean {
  return seconds >= startSeconds && seconds <= endSeconds
}

function wrongTimes(path: string, message: string): Unprocessable {
  return new Unprocessable(`${message} Choose other in and out points.`, { details: [{ path, message }] })
}
