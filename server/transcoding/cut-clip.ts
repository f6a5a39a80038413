import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { outputFile } from '../adapters/ffmpeg/confined-ffmpeg.ts'
import { getFfmpeg } from '../adapters/ffmpeg/index.ts'
import type { FfmpegCall } from '../adapters/ffmpeg/port.ts'
import { hasFrameMode } from '../adapters/ffmpeg/probe-capabilities.ts'
import type { ClipExportDocument } from '../clips/clip-export.model.ts'
import { logger } from '../logger.ts'
import { cropWindow } from './crop-window.ts'
import { startOf, type Cut } from './fetch-cut.ts'
import { frameTimes } from './frame-times.ts'
import { isFinal } from './publish-first.ts'
import { encodeSeconds } from './source-input.ts'

export type CropWish = Pick<ClipExportDocument, 'crop' | 'cropCentre'>
type Report = (share: number) => void

/** Finer than a rendition's own: what is encoded here was encoded before. */
const X264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', '-pix_fmt', 'yuv420p', '-crf', '20'] // prettier-ignore
const AAC = ['-c:a', 'aac', '-b:a', '160k', '-ac', '2', '-ar', '48000']
const MP4 = ['-map_metadata', '-1', '-movflags', '+faststart', '-f', 'mp4']
/**
 * Pieces of one timeline as MPEG-TS can be put one behind the other as bytes. The offset keeps decode times above zero,
 * so that no piece is shifted by itself.
 */
const PIECE = ['-muxdelay', '0', '-muxpreload', '0', '-output_ts_offset', '10', '-f', 'mpegts']
const KEEP_TIMES = ['-copyts']

/** Each picture keeps its own time. A constant rate would fill gaps with copies, and with kept times for ever. */
async function ownTimes(): Promise<string[]> {
  return [hasFrameMode((await getFfmpeg()).capabilities.version) ? '-fps_mode' : '-vsync', 'vfr']
}

/**
 * Writes the cut as an MP4, exact to the frame. Uncropped, only what lies outside whole segments is encoded and the
 * rest copied; when the joined file is not what was expected, all of it is encoded.
 */
export async function cutClip(cut: Cut, wish: CropWish, file: string, report: Report): Promise<'copied' | 'encoded'> {
  if (cut.soundFile) await cutSound(cut)
  report(0.1)
  if (wish.crop === 'none' && cut.plan.copied && (await tryJoin(cut, file, report))) return 'copied'
  await encodeAll(cut, wish, file, report)
  return 'encoded'
} // prettier-ignore

const CUT_SOUND_FILE = 'cut-sound.m4a'

/** From the moment of the first picture, with silence where the sound has a gap. */
async function cutSound({ folder, signal, soundFile, frames, endSeconds }: Cut): Promise<void> {
  const start = frames[0]!.toFixed(6)
  const filters = [
    `atrim=start=${start}:end=${endSeconds.toFixed(6)}`,
    `asetpts=PTS-${start}/TB`,
    'aresample=async=1:first_pts=0',
  ]
  await run({
    ...{ folder, signal, limits: { wallSeconds: 300 } },
    inputs: [{ file: soundFile!, options: KEEP_TIMES }],
    output: ['-map', '0:a:0', '-af', filters.join(','), ...AAC, ...MP4, outputFile(CUT_SOUND_FILE)],
  })
}

/** False when what came out is not what it should be. */
async function tryJoin(cut: Cut, file: string, report: Report): Promise<boolean> {
  try {
    await join3(cut, file, report)
    const { folder, signal } = cut
    const got = await frameTimes({ folder, file, signal })
    if (got.length === cut.frames.length) {
      await checkDecodes(cut, file)
      return true
    }
    logger.warn(
      { expected: cut.frames.length, got: got.length },
      'a clip is encoded, since joining lost count',
    )
  } catch (error) {
    if (cut.signal.aborted || !isFinal(error)) throw error
    logger.warn({ error }, 'a clip is encoded, since its parts could not be joined')
  }
  return false
}

async function join3(cut: Cut, file: string, report: Report): Promise<void> {
  const { plan, folder } = cut
  const pieces: string[] = []
  for (const name of ['head', 'copied', 'tail'] as const) {
    const span = plan[name]
    if (!span) continue
    await cut.readSpan(span, `${name}.mp4`)
    await makePiece(cut, name)
    pieces.push(`${name}.ts`)
  }
  report(0.7)
  await concatenate(folder, pieces, 'joined.ts')
  await mux(cut, 'joined.ts', file)
  report(0.9)
}

async function makePiece(cut: Cut, name: 'head' | 'copied' | 'tail'): Promise<void> {
  const { folder, signal } = cut
  const [input, output] = [`${name}.mp4`, `${name}.ts`]
  const shift = (await frameTimes({ folder, file: input, signal }))[0]! - startOf(cut, cut.plan[name]!)
  const how =
    name === 'copied'
      ? ['-c:v', 'copy']
      : ['-vf', `setpts=PTS-${shift.toFixed(6)}/TB,${trim(cut)}`, ...X264, ...(await ownTimes())]
  const moved = name === 'copied' ? ['-itsoffset', (-shift).toFixed(6)] : []
  await run({
    ...{ folder, signal, limits: { wallSeconds: encodeSeconds(60) } },
    inputs: [{ file: input, options: [...KEEP_TIMES, ...moved] }],
    output: ['-map', '0:v:0', '-an', ...how, ...PIECE, outputFile(output)],
  })
}

async function concatenate(folder: string, files: string[], to: string): Promise<void> {
  const target = createWriteStream(join(folder, to))
  for (const file of files) await pipeline(createReadStream(join(folder, file)), target, { end: false })
  await new Promise<void>((resolve, reject) => target.end((error?: Error | null) => (error ? reject(error) : resolve())))
} // prettier-ignore

async function mux({ folder, signal, soundFile }: Cut, pictures: string, file: string): Promise<void> {
  const sound = soundFile ? ['-map', '1:a:0', '-c:a', 'copy'] : []
  await run({
    ...{ folder, signal, limits: { wallSeconds: 300 } },
    inputs: [{ file: pictures }, ...(soundFile ? [{ file: CUT_SOUND_FILE }] : [])],
    output: ['-map', '0:v:0', ...sound, '-c:v', 'copy', ...MP4, outputFile(file)],
  })
}

/** Decodes the seconds around both joins and stops at the first fault. */
async function checkDecodes({ folder, signal, frames, plan, rendition }: Cut, file: string): Promise<void> {
  const length = frames.at(-1)! - frames[0]!
  const edgeOf = (span: typeof plan.head) => (span ? (rendition.segmentSeconds[span.first] ?? 0) + 1 : 1)
  const stretches = [['-t', edgeOf(plan.head)], ['-ss', Math.max(0, length - edgeOf(plan.tail))]] as const
  for (const [option, seconds] of stretches) {
    await run({
      ...{ folder, signal, limits: { wallSeconds: 300 } },
      inputs: [{ file, options: ['-xerror', '-err_detect', 'explode', option, seconds.toFixed(3)] }],
      output: ['-map', '0:v:0', '-f', 'null', '-'],
    })
  }
} // prettier-ignore

async function encodeAll(cut: Cut, { crop, cropCentre }: CropWish, file: string, report: Report): Promise<void> {
  const { folder, signal, pictureFile, soundFile, rendition, frames } = cut
  const window = cropWindow(rendition, crop, cropCentre)
  const length = cut.endSeconds - cut.startSeconds
  const filters = [
    `setpts=PTS-${cut.shiftSeconds.toFixed(6)}/TB`,
    trim(cut),
    `setpts=PTS-${frames[0]!.toFixed(6)}/TB`,
    ...(window ? [`crop=${window.width}:${window.height}:${window.x}:${window.y}`, 'setsar=1'] : []),
  ]
  const sound = soundFile ? ['-map', '1:a:0', '-c:a', 'copy'] : []
  await run({
    ...{ folder, signal, limits: { wallSeconds: encodeSeconds(length) } },
    inputs: [
      { file: pictureFile, options: KEEP_TIMES },
      ...(soundFile ? [{ file: CUT_SOUND_FILE }] : []),
    ],
    output: ['-map', '0:v:0', '-vf', filters.join(','), ...sound, ...X264, ...(await ownTimes()), ...MP4, outputFile(file)],
    onProgress: (seconds) => report(0.1 + (0.85 * seconds) / length),
  })
} // prettier-ignore

/** Half a tick wide of the edges, as the frames were counted. */
function trim({ startSeconds, endSeconds }: Cut): string {
  return `trim=start=${(startSeconds - 0.0005).toFixed(6)}:end=${(endSeconds - 0.0005).toFixed(6)}`
}

async function run(call: Omit<FfmpegCall, 'isLowPriority'>): Promise<void> {
  await (await getFfmpeg()).run({ ...call, isLowPriority: true })
}
