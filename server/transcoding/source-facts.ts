import { z } from 'zod'

const Numeric = z.coerce.number().finite().catch(0)

const Stream = z.object({
  index: z.number().int(),
  codec_type: z.string().optional(),
  codec_name: z.string().default('unknown'),
  profile: z.coerce.string().default(''),
  pix_fmt: z.string().default(''),
  width: Numeric.default(0),
  height: Numeric.default(0),
  level: Numeric.default(0),
  sample_aspect_ratio: z.string().default('1:1'),
  field_order: z.string().default('progressive'),
  color_transfer: z.string().default(''),
  avg_frame_rate: z.string().default('0/0'),
  r_frame_rate: z.string().default('0/0'),
  start_time: Numeric.default(0),
  bit_rate: Numeric.default(0),
  channels: Numeric.default(0),
  disposition: z.object({ attached_pic: z.number().default(0) }).default({ attached_pic: 0 }),
  tags: z.record(z.string(), z.coerce.string()).default({}),
  side_data_list: z.array(z.object({ rotation: Numeric.optional() })).default([]),
})
type Stream = z.infer<typeof Stream>

/** ffprobe's `-show_format -show_streams`, as far as we look. */
export const ProbeAnswer = z.object({
  format: z.object({
    format_name: z.string().default(''),
    duration: Numeric.default(0),
    start_time: Numeric.default(0),
    bit_rate: Numeric.default(0),
  }),
  streams: z.array(Stream).default([]),
})

export interface VideoStreamFacts {
  index: number
  codec: string
  profile: string
  pixelFormat: string
  /** As stored. */
  codedWidth: number
  codedHeight: number
  /** As shown: square pixels, after rotation. */
  width: number
  height: number
  /** Clockwise quarter turns in degrees. */
  rotation: 0 | 90 | 180 | 270
  hasSquarePixels: boolean
  frameRate: number
  isInterlaced: boolean
  isHdr: boolean
  /** Seconds after the file's own start. */
  startSeconds: number
}

export interface AudioStreamFacts {
  index: number
  codec: string
  profile: string
  channels: number
  bitrate: number
  startSeconds: number
}

export interface SubtitleStreamFacts {
  index: number
  codec: string
  language: string
  title: string
}

export interface SourceFacts {
  format: string
  /** 0 when the file does not say. */
  durationSeconds: number
  /** Bits per second over all streams; 0 when unknown. */
  bitrate: number
  video: VideoStreamFacts | null
  audio: AudioStreamFacts | null
  subtitles: SubtitleStreamFacts[]
}

/** From ffprobe's words to ours. A cover picture is no video. */
export function sourceFacts(answer: z.infer<typeof ProbeAnswer>): SourceFacts {
  const { format, streams } = answer
  const video = streams.find((each) => each.codec_type === 'video' && each.disposition.attached_pic === 0)
  const audio = streams.find((each) => each.codec_type === 'audio')
  return {
    format: format.format_name,
    durationSeconds: Math.max(0, format.duration),
    bitrate: format.bit_rate,
    video: video ? videoFacts(video, format.start_time) : null,
    audio: audio ? audioFacts(audio, format.start_time) : null,
    subtitles: streams.filter((each) => each.codec_type === 'subtitle').map(subtitleFacts),
  }
}

function videoFacts(stream: Stream, fileStart: number): VideoStreamFacts {
  const rotation = quarterTurns(stream)
  const ratio = pixelRatio(stream.sample_aspect_ratio)
  const shown = [Math.round(stream.width * ratio), stream.height] as const
  const [width, height] = rotation % 180 === 0 ? shown : [shown[1], shown[0]]
  return {
    index: stream.index,
    codec: stream.codec_name,
    profile: stream.profile,
    pixelFormat: stream.pix_fmt,
    codedWidth: stream.width,
    codedHeight: stream.height,
    width,
    height,
    rotation,
    hasSquarePixels: ratio === 1,
    frameRate: fraction(stream.avg_frame_rate) || fraction(stream.r_frame_rate) || 25,
    isInterlaced: ['tt', 'bb', 'tb', 'bt'].includes(stream.field_order),
    isHdr: ['smpte2084', 'arib-std-b67'].includes(stream.color_transfer),
    startSeconds: Math.max(0, stream.start_time - fileStart),
  }
}

function audioFacts(stream: Stream, fileStart: number): AudioStreamFacts {
  return {
    index: stream.index,
    codec: stream.codec_name,
    profile: stream.profile,
    channels: stream.channels,
    bitrate: stream.bit_rate,
    startSeconds: Math.max(0, stream.start_time - fileStart),
  }
}

function subtitleFacts({ index, codec_name, tags }: Stream): SubtitleStreamFacts {
  const language = tags.language?.toLowerCase() ?? ''
  return {
    index,
    codec: codec_name,
    language: /^[a-z]{2,3}$/.test(language) ? language : 'und',
    title: tags.title ?? '',
  }
}

/** The display matrix in newer builds (counter-clockwise), the `rotate` tag in older ones (clockwise). */
function quarterTurns({ side_data_list, tags }: Stream): 0 | 90 | 180 | 270 {
  const matrix = side_data_list.find((each) => each.rotation !== undefined)?.rotation
  const degrees = matrix === undefined ? Number(tags.rotate ?? 0) : -matrix
  const turns = (((Math.round(degrees / 90) % 4) + 4) % 4) * 90
  return turns === 90 || turns === 180 || turns === 270 ? turns : 0
}

/** Width of a pixel over its height; what cannot be is 1. */
function pixelRatio(text: string): number {
  const ratio = fraction(text.replace(':', '/'))
  return ratio > 0.1 && ratio < 10 ? ratio : 1
}

function fraction(text: string): number {
  const [above, below] = text.split('/').map(Number)
  return above && below ? above / below : 0
}
