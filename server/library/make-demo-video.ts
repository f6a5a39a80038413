import { join } from 'node:path'
import { outputFile } from '../adapters/ffmpeg/confined-ffmpeg.ts'
import type { Ffmpeg } from '../adapters/ffmpeg/port.ts'
import { DEMO_SECONDS, type DemoVideo } from './demo-videos.ts'

const FILE = 'demo.mp4'
/** Ten times what a slow core needs. */
const WALL_SECONDS = 600

/** Can this build of ffmpeg make it? */
export function canMake(ffmpeg: Ffmpeg, { filters }: DemoVideo): boolean {
  return [...filters, 'scale', 'format'].every((filter) => ffmpeg.capabilities.filters.has(filter))
}

/** Makes the video in the folder and gives its path. */
export async function makeDemoVideo(
  ffmpeg: Ffmpeg,
  video: DemoVideo,
  { folder, signal, onProgress }: { folder: string; signal: AbortSignal; onProgress(share: number): void },
): Promise<string> {
  const hasSound = ffmpeg.capabilities.filters.has('aevalsrc')
  const graph = [`${video.pictures},format=yuv420p[v]`, ...(hasSound ? [`${sound(video)}[a]`] : [])].join(';')
  const encoder = ffmpeg.capabilities.encoders.has('libx264')
    ? ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20']
    : ['-c:v', 'mpeg4', '-q:v', '3']
  await ffmpeg.run({
    folder,
    inputs: [],
    output: ['-filter_complex', graph, '-map', '[v]', ...(hasSound ? ['-map', '[a]', '-c:a', 'aac', '-b:a', '128k'] : []), ...encoder, '-g', '50', '-t', String(DEMO_SECONDS), '-movflags', '+faststart', outputFile(FILE)],
    limits: { wallSeconds: WALL_SECONDS },
    isLowPriority: true,
    signal,
    onProgress: (seconds) => onProgress(Math.min(1, seconds / DEMO_SECONDS)),
  }) // prettier-ignore
  return join(folder, FILE)
}

/** A quiet chord that swells and fades, so that there is something to hear. */
function sound({ chord }: DemoVideo): string {
  const tones = chord.map((hertz, index) => `sin(2*PI*${hertz}*t)*(0.6+0.4*sin(${0.7 + index * 0.4}*t))`)
  const swell = `min(1,t/2)*min(1,(${DEMO_SECONDS}-t)/2)`
  return `aevalsrc=exprs='0.06*(${tones.join('+')})*${swell}':sample_rate=48000:duration=${DEMO_SECONDS}`
}
