import type { FfmpegCapabilities } from '../adapters/ffmpeg/port.ts'
import { hasFrameMode } from '../adapters/ffmpeg/probe-capabilities.ts'
import type { AudioStep } from './first-step.ts'
import type { Rung } from './rendition-ladder.ts'
import type { WatchableFacts } from './probe-video.ts'

/** Every rendition is cut here, so that a player can change quality at any segment. */
export const SEGMENT_SECONDS = 4

/**
 * Fragmented MP4 whose first picture is at zero. Without negative offsets the pictures of a stream with B-frames start
 * late (80 ms at 25 frames a second) against a sound that lies in a file of its own.
 */
const FRAGMENTED = 'empty_moov+default_base_moof+negative_cts_offsets'
const PLAIN = ['-map_metadata', '-1', '-map_chapters', '-1', '-flush_packets', '1', '-f', 'mp4']
/** After a still of half a minute several keyframes are due at once: they make one fragment. */
const ENCODED_FRAGMENTS = ['-min_frag_duration', '2000000', ...keyframeFragments()]
const SOUND_FRAGMENTS = ['-movflags', FRAGMENTED, '-frag_duration', String(SEGMENT_SECONDS * 1e6), ...PLAIN]
/** Keyframes of a copied stream come as they like: fragments gather them to about a segment. */
const COPIED_FRAGMENTS = ['-min_frag_duration', '3000000', ...keyframeFragments()]

const X264 = [
  '-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', '-pix_fmt', 'yuv420p', '-crf', '23',
  '-sc_threshold', '0', '-g', '600',
] // prettier-ignore
const AAC = [
  '-c:a',
  'aac',
  '-b:a',
  '128k',
  '-ac',
  '2',
  '-ar',
  '48000',
  '-af',
  'aresample=async=1:first_pts=0',
]

const HDR_TO_SDR =
  'zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv'

interface Picture {
  facts: WatchableFacts
  build: Pick<FfmpegCapabilities, 'filters' | 'version'>
}

export interface EncodedRung {
  rung: Rung
  file: string
}

/** One decode, as many renditions as there are rungs; the sound goes to a file of its own. */
export function ladderOptions(
  picture: Picture & {
    encoded: readonly EncodedRung[]
    /** Where segments start when they follow a copied rendition; null for every four seconds. */
    boundaries: readonly number[] | null
    audio: AudioStep
    audioFile: string
  },
): string[] {
  const { encoded, boundaries, audio, audioFile, facts, build } = picture
  return [
    ...filterGraph(picture, encoded.map(({ rung }) => rung)),
    ...encoded.flatMap(({ rung, file }, index) => [
      ...['-map', `[v${index}]`],
      ...rungOptions(rung, boundaries, build),
      ...ENCODED_FRAGMENTS,
      `file:${file}`,
    ]),
    ...(audio === 'none' ? [] : [...soundOptions(facts, audio), ...SOUND_FRAGMENTS, `file:${audioFile}`]),
  ]
} // prettier-ignore

/** The lowest rung with its sound in the same file: what people watch while the rest is made. */
export function firstRenditionOptions(picture: Picture & { rung: Rung; audio: AudioStep; file: string }): string[] {
  const { facts, rung, audio, file } = picture
  const sound = audio === 'none' ? [] : soundOptions(facts, audio)
  return [
    ...filterGraph(picture, [rung]), '-map', '[v0]', ...rungOptions(rung, null, picture.build), ...sound, '-max_muxing_queue_size', '4096',
    ...ENCODED_FRAGMENTS, `file:${file}`,
  ]
} // prettier-ignore

/** The pictures as they are, with or without the sound. */
export function copyOptions({ facts, audio, file }: { facts: WatchableFacts; audio: AudioStep; file: string }): string[] {
  const sound = audio === 'none' ? ['-an'] : soundOptions(facts, audio)
  return ['-map', `0:${facts.video.index}`, '-c:v', 'copy', ...sound, ...COPIED_FRAGMENTS, `file:${file}`]
} // prettier-ignore

function soundOptions({ audio }: WatchableFacts, step: AudioStep): string[] {
  return ['-map', `0:${audio?.index ?? 0}`, ...(step === 'copy' ? ['-c:a', 'copy'] : AAC)]
}

function rungOptions({ maxBitrate }: Rung, boundaries: readonly number[] | null, build: Picture['build']): string[] {
  // a millisecond early: the first picture at or after the time becomes the keyframe
  const times = boundaries?.map((seconds) => Math.max(0, seconds - 0.001).toFixed(3)).join(',')
  const keyframes = times ?? `expr:gte(t,n_forced*${SEGMENT_SECONDS})`
  return [...X264, '-maxrate', String(maxBitrate), '-bufsize', String(maxBitrate * 2), '-force_key_frames', keyframes, ...ownTimes(build)]
} // prettier-ignore

/** Each frame keeps its own time. A constant rate would fill a screen recording of 1,000 ticks a second with copies. */
function ownTimes({ version }: Picture['build']): string[] {
  return [hasFrameMode(version) ? '-fps_mode' : '-vsync', 'vfr']
}

function filterGraph({ facts, build: { filters } }: Picture, rungs: readonly Rung[]): string[] {
  const { video } = facts
  const shared = [
    ...(video.isInterlaced && filters.has('yadif') ? ['yadif=deint=interlaced'] : []),
    ...(video.isHdr && filters.has('zscale') && filters.has('tonemap') ? [HDR_TO_SDR] : []),
    rungs.length > 1 ? `split=${rungs.length}` : 'null',
  ].join(',')
  const branch = (index: number) => (rungs.length > 1 ? `b${index}` : 'b0')
  const split = `[0:${video.index}]${shared}${rungs.map((_, index) => `[${branch(index)}]`).join('')}`
  const scaled = rungs.map((rung, index) => `[${branch(index)}]${rungFilters(rung)}[v${index}]`)
  return ['-filter_complex', [split, ...scaled].join(';')]
}

function rungFilters({ width, height, frameRate }: Rung): string {
  const rate = frameRate ? [`fps=${frameRate}`] : []
  return [...rate, `scale=${width}:${height}`, 'setsar=1', 'format=yuv420p'].join(',')
}

function keyframeFragments(): string[] {
  return ['-movflags', `frag_keyframe+${FRAGMENTED}`, ...PLAIN]
}
