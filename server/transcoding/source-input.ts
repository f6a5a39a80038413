import type { FfmpegInput } from '../adapters/ffmpeg/port.ts'
import { config } from '../config.ts'
import type { WatchableFacts } from './probe-video.ts'
import { SOURCE_FILE } from './video-step.ts'

/**
 * The source for an encode. Sound before the first picture is dropped, since every track is written from zero; and no
 * more is read than a video may last, whatever its header says.
 */
export function sourceInput({ video }: WatchableFacts): FfmpegInput {
  const skip = video.startSeconds > 0.04 ? ['-ss', video.startSeconds.toFixed(3)] : []
  return { file: SOURCE_FILE, options: [...skip, '-t', String(config().limits.videoMaxSeconds)] }
}

/** For a copy: from the first byte, since a copy can only be cut at keyframes. */
export function copiedInput(): FfmpegInput {
  return { file: SOURCE_FILE, options: ['-t', String(config().limits.videoMaxSeconds)] }
}

/** Generous: twenty times the video's length on a slow machine, and never under ten minutes. */
export function encodeSeconds(durationSeconds: number): number {
  return Math.max(600, durationSeconds * 20)
}
