import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const cache = join(tmpdir(), `clipway-footage-${process.getuid?.() ?? 0}`)

/** Real footage where it lies beside the repository (or where CLIPWAY_SAMPLES says); null in a clone without it. */
export function sample(name: string): string | null {
  const path = resolve(process.env.CLIPWAY_SAMPLES ?? '../shared/samples', name)
  return existsSync(path) ? path : null
}

/**
 * A file made with the system's ffmpeg, kept between runs by its recipe. `args` without the output's name.
 * @param extension with its dot
 */
export async function madeWith(args: readonly string[], extension: string): Promise<string> {
  const name = createHash('sha256').update(args.join('\0')).digest('hex').slice(0, 16)
  const path = join(cache, name + extension)
  if (existsSync(path)) return path
  await mkdir(cache, { recursive: true, mode: 0o700 })
  const partial = join(cache, `${name}.${process.pid}${extension}`)
  await execute('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args, partial], { maxBuffer: 2 ** 24 })
  await rename(partial, path)
  return path
}

const picture = (size: string, rate: number, seconds: number) => [
  '-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`,
] // prettier-ignore
const tone = (seconds: number) => [
  '-f',
  'lavfi',
  '-i',
  `sine=frequency=440:sample_rate=48000:duration=${seconds}`,
]
const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p']

/** Ordinary videos, small enough to make in a second or two. */
export const FOOTAGE = {
  h264: () => madeWith([...picture('640x360', 25, 12), ...tone(12), ...x264, '-bf', '2', '-g', '50', '-c:a', 'aac'], '.mp4'),
  h264Silent: () => madeWith([...picture('640x360', 25, 9), ...x264, '-g', '50'], '.mp4'),
  webm: () =>
    madeWith([...picture('640x360', 25, 12), ...tone(12), '-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-c:a', 'libopus'], '.webm'),
  mpeg4Avi: () => madeWith([...picture('640x360', 25, 12), ...tone(12), '-c:v', 'mpeg4', '-q:v', '5', '-c:a', 'mp3'], '.avi'),
  /** One keyframe in twenty seconds: a player would have to fetch it whole. */
  rareKeyframes: () => madeWith([...picture('320x180', 25, 20), ...x264, '-g', '9999', '-sc_threshold', '0'], '.mp4'),
  odd: () => madeWith([...picture('427x239', 25, 5), '-c:v', 'mpeg4', '-q:v', '5'], '.avi'),
  portrait: () => madeWith([...picture('360x640', 30, 5), ...x264], '.mp4'),
  rotated: async () => {
    const upright = await FOOTAGE.h264()
    return madeWith(['-display_rotation', '90', '-i', upright, '-c', 'copy'], '.mov').catch(() =>
      madeWith(['-i', upright, '-c', 'copy', '-metadata:s:v:0', 'rotate=90'], '.mov'),
    )
  },
  prores: () => madeWith([...picture('320x180', 25, 2), ...tone(2), '-c:v', 'prores_ks', '-profile:v', '2', '-c:a', 'pcm_s16le'], '.mov'),
  raw: () => madeWith([...picture('320x180', 25, 3), '-c:v', 'rawvideo', '-pix_fmt', 'yuv420p'], '.avi'),
  /** 24 s at 25 a second; every picture carries its number in twelve squares at its top, the least bit first, white for 1. */
  numbered: () => {
    const squares = Array.from({ length: 12 }, (_, bit) =>
      `drawbox=x=${bit * 40}:y=0:w=40:h=40:color=white:t=fill:enable='mod(floor(n/${2 ** bit}),2)'`,
    )
    return madeWith([
      ...['-f', 'lavfi', '-i', `testsrc2=size=640x360:rate=25:duration=24,drawbox=x=0:y=0:w=480:h=40:color=black:t=fill,${squares.join(',')}`],
      ...tone(24), ...x264, '-crf', '18', '-g', '50', '-c:a', 'aac',
    ], '.mp4')
  },
  /** Scenes begin at 20.00, 37.48 and 52.00 s, the one at 37.48 black until 40; silent from 12.4 to 15, 30 to 32 and 52 to the end. */
  scenes: () =>
    madeWith([
      ...['testsrc2=d=20', 'mandelbrot=start_scale=2', 'color=c=black:d=2.52', 'smptehdbars=d=12', 'testsrc=d=8'].flatMap((source) => [
        ...['-f', 'lavfi', '-i', `${source.replace('=', '=size=640x360:rate=25:')}`],
      ]),
      ...['-f', 'lavfi', '-i', "sine=frequency=440:sample_rate=48000:duration=60,volume=0:enable='between(t,12.4,15)+between(t,30,32)+gte(t,52)'"],
      ...['-filter_complex', '[1]trim=duration=17.48[m];[0][m][2][3][4]concat=n=5[v]', '-map', '[v]', '-map', '5:a'],
      ...[...x264, '-g', '50', '-bf', '2', '-c:a', 'aac'],
    ], '.mp4'),
  captioned: async () => {
    const subtitles = join(cache, 'captions.srt')
    await mkdir(cache, { recursive: true, mode: 0o700 })
    await writeFile(subtitles, '1\n00:00:01,000 --> 00:00:02,500\nHello there\n')
    return madeWith(['-i', await FOOTAGE.h264Silent(), '-i', subtitles, '-c:v', 'copy', '-c:s', 'mov_text', '-metadata:s:s:0', 'language=eng'], '.mp4')
  },
  tenHours: () =>
    madeWith(['-f', 'lavfi', '-i', 'color=black:size=320x240:rate=1:duration=36000', ...x264, '-tune', 'stillimage', '-g', '600'], '.mp4'),
  bomb: () =>
    madeWith(['-f', 'lavfi', '-i', 'color=black:size=16000x16000:rate=1:duration=2', ...x264], '.mp4'),
  magicYuv: () => madeWith([...picture('320x180', 25, 1), '-c:v', 'magicyuv'], '.avi'),
  audioOnly: () => madeWith([...tone(5), '-c:a', 'aac'], '.m4a'),
} // prettier-ignore

/**
 * 720p with sound in the given codec. From real footage (people walking; upscaled) where it is at hand, else made up.
 * @param codec its options; nothing but this decides the size and the work of decoding
 */
export function footage720(seconds: number, codec: readonly string[], extension: string): Promise<string> {
  const real = sample('one-by-one-person-detection.mp4')
  const input = real ? ['-t', String(seconds), '-i', real] : picture('1280x720', 25, seconds)
  const shape = ['-vf', 'scale=1280:720,setsar=1,fps=25', '-pix_fmt', 'yuv420p', '-t', String(seconds)]
  return madeWith([...input, ...tone(seconds), '-map', '0:v', '-map', '1:a', ...shape, ...codec], extension)
}

export const VP9_WEBM = [
  '-c:v',
  'libvpx-vp9',
  '-deadline',
  'realtime',
  '-cpu-used',
  '8',
  '-row-mt',
  '1',
  '-b:v',
  '2M',
  '-c:a',
  'libopus',
]
export const MPEG4_AVI = ['-c:v', 'mpeg4', '-q:v', '4', '-c:a', 'mp3']
export const H264_MP4 = [...x264, '-crf', '20', '-g', '250', '-c:a', 'aac'] // prettier-ignore
