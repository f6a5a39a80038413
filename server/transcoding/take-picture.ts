import { join } from 'node:path'
import { outputFile } from '../adapters/ffmpeg/confined-ffmpeg.ts'
import { getFfmpeg } from '../adapters/ffmpeg/index.ts'
import type { PackDocument } from '../videos/pack.model.ts'
import { IMAGE_LIMITS } from './make-poster.ts'
import { readRendition } from './read-rendition.ts'
import { renditionUpTo, segmentAt } from './segment-at.ts'

const SEGMENT_FILE = 'segment.mp4'
export const PICTURE_FILE = 'thumbnail.jpg'
/** Short side of the largest card on a sharp screen. */
const PICTURE_SIDE = 720

interface Picture {
  /** Into the video. */
  seconds: number
  folder: string
  signal: AbortSignal
}

/** Cuts one frame, as `PICTURE_FILE` in the folder, from the one segment of the pack that holds its moment. */
export async function takePicture(pack: PackDocument, { seconds, folder, signal }: Picture): Promise<void> {
  const rendition = renditionUpTo(pack, PICTURE_SIDE)
  if (!rendition) return
  const { index, startSeconds } = segmentAt(rendition, seconds)
  await readRendition(pack, rendition, join(folder, SEGMENT_FILE), signal, { first: index, count: 1 })
  const length = rendition.segmentSeconds[index] ?? 0
  // a moment behind the last picture would give none
  const into = Math.max(0, Math.min(seconds - startSeconds, length - 0.1))
  await (await getFfmpeg()).run({
    folder,
    inputs: [{ file: SEGMENT_FILE, options: ['-ss', into.toFixed(3)] }],
    output: [
      ...['-map', '0:v:0', '-frames:v', '1', '-vf', 'setsar=1', '-q:v', '3', '-map_metadata', '-1'],
      ...['-f', 'image2', '-update', '1', outputFile(PICTURE_FILE)],
    ],
    limits: IMAGE_LIMITS,
    isLowPriority: true,
    signal,
  })
} // prettier-ignore
