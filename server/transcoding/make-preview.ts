import { join } from 'node:path'
import { outputFile } from '../adapters/ffmpeg/confined-ffmpeg.ts'
import { getFfmpeg } from '../adapters/ffmpeg/index.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { attachArtwork } from '../videos/advance-video.ts'
import { RENDITION_FILE, type PictureSource } from './artwork-source.ts'
import { IMAGE_LIMITS } from './make-poster.ts'
import { previewPlan } from './preview-plan.ts'
import type { VideoStep } from './video-step.ts'

const PREVIEW_FILE = 'preview.mp4'
const X264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-crf', '30']

/** A few muted seconds for the grid: about 60 kB. */
export async function makePreview(step: VideoStep, picture: PictureSource): Promise<void> {
  const { excerpts, width, height } = previewPlan(picture)
  const shape = `fps=15,scale=${width}:${height},setsar=1`
  const branches = excerpts.map((_, index) => `[${index}:v:0]${shape}[p${index}]`)
  const joined = `${excerpts.map((_, index) => `[p${index}]`).join('')}concat=n=${excerpts.length}:v=1:a=0[out]`
  await (await getFfmpeg()).run({
    folder: step.folder,
    inputs: excerpts.map(({ start, seconds }) => ({
      file: RENDITION_FILE,
      options: ['-ss', start.toFixed(3), '-t', seconds.toFixed(3)],
    })),
    output: [
      ...['-filter_complex', [...branches, joined].join(';'), '-map', '[out]', '-an', ...X264],
      ...['-maxrate', '280k', '-bufsize', '280k', '-map_metadata', '-1', '-movflags', '+faststart'],
      ...['-f', 'mp4', outputFile(PREVIEW_FILE)],
    ],
    limits: IMAGE_LIMITS,
    isLowPriority: true,
    signal: step.signal,
  })
  const previewKey = `artwork/${step.video.uuid}/preview.mp4`
  const path = join(step.folder, PREVIEW_FILE)
  await getObjectStore().putFile(previewKey, path, { contentType: 'video/mp4', consume: true })
  await attachArtwork(step.videoId, { previewKey })
} // prettier-ignore
