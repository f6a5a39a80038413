import { join } from 'node:path'
import { outputFile } from '../adapters/ffmpeg/confined-ffmpeg.ts'
import { getFfmpeg } from '../adapters/ffmpeg/index.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { attachArtwork } from '../videos/advance-video.ts'
import { RENDITION_FILE, type PictureSource } from './artwork-source.ts'
import { IMAGE_LIMITS } from './make-poster.ts'
import { storyboardPlan } from './storyboard-plan.ts'
import type { VideoStep } from './video-step.ts'

const SHEET_FILE = 'storyboard.jpg'

/** One sheet of small pictures, for the seek bar; its data tells a WebVTT writer where each one lies. */
export async function makeStoryboard(step: VideoStep, picture: PictureSource): Promise<void> {
  const plan = storyboardPlan(picture)
  const { tileWidth, tileHeight, columns, rows, count, intervalSeconds, isFromKeyframes } = plan
  const filters = [
    `fps=1/${intervalSeconds}`,
    `scale=${tileWidth}:${tileHeight}`,
    'setsar=1',
    `tile=${columns}x${rows}`,
  ]
  await (await getFfmpeg()).run({
    folder: step.folder,
    inputs: [{ file: RENDITION_FILE, options: isFromKeyframes ? ['-skip_frame', 'nokey'] : [] }],
    output: [
      ...['-map', '0:v:0', '-vf', filters.join(','), '-frames:v', '1', '-q:v', '4'],
      ...['-f', 'image2', '-update', '1', outputFile(SHEET_FILE)],
    ],
    limits: IMAGE_LIMITS,
    isLowPriority: true,
    signal: step.signal,
  })
  const objectKey = `artwork/${step.video.uuid}/storyboard.jpg`
  const path = join(step.folder, SHEET_FILE)
  await getObjectStore().putFile(objectKey, path, { contentType: 'image/jpeg', consume: true })
  await attachArtwork(step.videoId, {
    storyboard: { objectKey, tileWidth, tileHeight, columns, count, intervalSeconds },
  })
} // prettier-ignore
