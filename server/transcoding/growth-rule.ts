import { SEGMENT_SECONDS } from './encode-options.ts'

/** Seconds of a video: what viewers have, and what is ready to be given to them. */
export interface Growth {
  publishedSeconds: number
  readySeconds: number
}

/**
 * Whether it is time to publish more of a video that is still being encoded: the first segment at once, then a tenth
 * of what is out already. A viewer who plays as fast as the encoder works is never held up by more than that, and a
 * video of four hours has under a hundred parts.
 */
export function isTimeToPublish({ publishedSeconds, readySeconds }: Growth): boolean {
  const news = readySeconds - publishedSeconds
  if (publishedSeconds === 0) return news > 0
  return news >= Math.max(SEGMENT_SECONDS, publishedSeconds / 10)
}
