import type { SourceFacts } from './source-facts.ts'

export interface SourceLimits {
  maxSeconds: number
  maxPixels: number
}

/** Why a source cannot become a video, in plain words with what to do next; null when it can. */
export function refusalReason({ video, audio, durationSeconds }: SourceFacts, limits: SourceLimits): string | null {
  if (!video && audio) return 'The file has sound but no picture. Upload a file with a video track.'
  if (!video) return 'There is no video in this file. Check that it plays on your computer and upload it again.'
  if (video.codec === 'unknown') return 'The video codec is not known. Export the video as H.264 and try again.'
  if (video.codedWidth < 2 || video.codedHeight < 2) return 'The picture has no size: the file is damaged.'
  if (video.codedWidth * video.codedHeight > limits.maxPixels || video.width * video.height > limits.maxPixels) {
    return `The picture is too large (${video.codedWidth} x ${video.codedHeight}). Export the video at 8K or less and try again.`
  }
  if (durationSeconds > limits.maxSeconds) {
    return `The video is ${hours(durationSeconds)} long; at most ${hours(limits.maxSeconds)} are accepted. Cut it into parts and upload those.`
  }
  if (durationSeconds <= 0) return 'The video has no length: the file is empty or damaged.'
  return null
} // prettier-ignore

function hours(seconds: number): string {
  const value = Math.round(seconds / 360) / 10
  return value === 1 ? '1 hour' : `${value} hours`
}
