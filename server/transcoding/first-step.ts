import type { AudioStreamFacts, SourceFacts, VideoStreamFacts } from './source-facts.ts'

export type AudioStep = 'copy' | 'encode' | 'none'

/** How the first playable rendition is made, and why the picture has to be encoded when it has. */
export type FirstStep =
  { video: 'copy'; audio: AudioStep } | { video: 'encode'; audio: AudioStep; because: string }

/** Containers that keep each frame's time; AVI keeps only an order. */
const TIMED_FORMATS = /^(mov|matroska|mpegts|flv)\b/
const PROFILES = ['Baseline', 'Constrained Baseline', 'Main', 'High']
const MAX_BITRATE = 20_000_000
const MAX_SIDE = 4096
/** Tracks are written from zero each, so a later start of one would shift it. */
const MAX_START_DIFFERENCE_SECONDS = 0.1

/** Copies what every browser plays as it is; the rest is encoded. */
export function firstStep(facts: SourceFacts & { video: VideoStreamFacts }): FirstStep {
  const audio = audioStep(facts.audio)
  const because = reasonToEncode(facts)
  return because ? { video: 'encode', audio, because } : { video: 'copy', audio }
}

/** AAC-LC in mono or stereo is what every browser plays; more channels are mixed down. */
export function audioStep(audio: AudioStreamFacts | null): AudioStep {
  if (!audio || audio.codec === 'unknown') return 'none'
  return audio.codec === 'aac' && audio.profile === 'LC' && audio.channels <= 2 ? 'copy' : 'encode'
}

function reasonToEncode({ format, video, audio, bitrate }: SourceFacts & { video: VideoStreamFacts }): string | null {
  if (video.codec !== 'h264') return `codec ${video.codec}`
  if (!PROFILES.includes(video.profile)) return `profile ${video.profile}`
  if (!['yuv420p', 'yuvj420p'].includes(video.pixelFormat)) return `pixel format ${video.pixelFormat}`
  if (!TIMED_FORMATS.test(format)) return `container ${format}`
  if (video.rotation !== 0) return 'rotation'
  if (video.isInterlaced) return 'interlaced'
  if (Math.max(video.codedWidth, video.codedHeight) > MAX_SIDE || video.frameRate > 61) return 'beyond common decoders'
  if (bitrate > MAX_BITRATE) return 'bitrate'
  if (audio && Math.abs(audio.startSeconds - video.startSeconds) > MAX_START_DIFFERENCE_SECONDS) return 'late track'
  return null
} // prettier-ignore
