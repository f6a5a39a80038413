import type { WatchableFacts } from './probe-video.ts'

export interface LosslessPlan {
  codec: 'h264' | 'ffv1'
  videoOptions: string[]
  audioOptions: string[]
}

/** Codecs that keep every picture by itself, large and with much to gain (raw 22 times, ProRes 2.2 times smaller). */
const BULKY_CODECS = new Set(['rawvideo', 'v210', 'prores', 'dnxhd', 'huffyuv', 'ffvhuff', 'utvideo'])
/** What libx264 takes without a conversion, which would not be lossless. */
const X264_FORMATS = new Set([
  'yuv420p', 'yuvj420p', 'yuv422p', 'yuvj422p', 'yuv444p', 'yuvj444p', 'yuv420p10le', 'yuv422p10le', 'yuv444p10le', 'gray',
]) // prettier-ignore

/** How a bulky original could be kept smaller, frame for frame; null when there is nothing to gain. */
export function losslessPlan({ video, audio }: WatchableFacts): LosslessPlan | null {
  if (!BULKY_CODECS.has(video.codec)) return null
  const isPcm = audio?.codec.startsWith('pcm_s16') || audio?.codec.startsWith('pcm_s24')
  const audioOptions = ['-c:a', isPcm ? 'flac' : 'copy']
  if (X264_FORMATS.has(video.pixelFormat)) {
    const videoOptions = ['-c:v', 'libx264', '-preset', 'veryfast', '-qp', '0', '-pix_fmt', video.pixelFormat]
    return { codec: 'h264', videoOptions, audioOptions }
  }
  const videoOptions = ['-c:v', 'ffv1', '-level', '3', '-slices', '4', '-slicecrc', '1']
  return { codec: 'ffv1', videoOptions: [...videoOptions, '-pix_fmt', video.pixelFormat], audioOptions }
}

export interface DecodedFrame {
  seconds: number
  hash: string
}

/** Matroska keeps times to the millisecond. */
const TIME_TOLERANCE_SECONDS = 0.0011

/** Frame by frame the same pictures at the same times. */
export function areEqualFrames(before: readonly DecodedFrame[], after: readonly DecodedFrame[]): boolean {
  return (
    before.length > 0 &&
    before.length === after.length &&
    before.every((frame, index) => {
      const other = after[index]!
      return frame.hash === other.hash && Math.abs(frame.seconds - other.seconds) <= TIME_TOLERANCE_SECONDS
    })
  )
}

/** ffmpeg's framemd5 output: `#tb 0: 1/25`, then `stream, dts, pts, duration, size, hash` a frame. */
export function parseFrameHashes(text: string): DecodedFrame[] {
  const [above = 1, below = 1] = (/^#tb 0: (\d+)\/(\d+)/m.exec(text) ?? []).slice(1).map(Number)
  const rows = text.split('\n').filter((line) => /^\d/.test(line))
  return rows.map((line) => {
    const columns = line.split(',').map((column) => column.trim())
    return { seconds: (Number(columns[2]) * above) / below, hash: columns.at(-1) ?? '' }
  })
}
