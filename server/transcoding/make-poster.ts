import { join } from 'node:path'
import { getFfmpeg } from '../adapters/ffmpeg/index.ts'
import { outputFile } from '../adapters/ffmpeg/confined-ffmpeg.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { attachArtwork } from '../videos/advance-video.ts'
import type { WatchableFacts } from './probe-video.ts'
import { SOURCE_FILE, type VideoStep } from './video-step.ts'

const POSTER_FILE = 'poster.jpg'
const POSTER_WIDTH = 1280
export const IMAGE_LIMITS = { wallSeconds: 300, outputBytes: 64 * 2 ** 20 }

/**
 * The most typical of a few seconds' frames, from a tenth into the video (titles and fades to black come before), at
 * most 1280 pixels wide.
 */
export async function makePoster(step: VideoStep, { video, durationSeconds }: WatchableFacts): Promise<void> {
  const scale = Math.min(1, POSTER_WIDTH / Math.max(video.width, video.height))
  const size = [video.width, video.height].map((side) => Math.max(2, Math.round((side * scale) / 2) * 2))
  await (await getFfmpeg()).run({
    folder: step.folder,
    inputs: [{ file: SOURCE_FILE, options: ['-ss', Math.min(30, durationSeconds / 10).toFixed(2)] }],
    output: [
      ...['-map', `0:${video.index}`, '-frames:v', '1', '-vf', `thumbnail=50,scale=${size.join(':')},setsar=1`],
      ...['-q:v', '3', '-map_metadata', '-1', '-f', 'image2', '-update', '1', outputFile(POSTER_FILE)],
    ],
    limits: IMAGE_LIMITS,
    isLowPriority: true,
    signal: step.signal,
  })
  const posterKey = `artwork/${step.video.uuid}/poster.jpg`
  const path = join(step.folder, POSTER_FILE)
  await getObjectStore().putFile(posterKey, path, { contentType: 'image/jpeg', consume: true })
  await attachArtwork(step.videoId, { posterKey })
} // prettier-ignore
