import type { FfmpegCapabilities } from './port.ts'

/** Containers of files. Never playlists, concat scripts or manifests: those name other files, and so other people's videos. */
const FORMATS = [
  'mov',
  'matroska',
  'webm',
  'avi',
  'mpegts',
  'mpeg',
  'ogg',
  'flv',
  'asf',
  'yuv4mpegpipe',
  'wav',
]

/** Decoders by the names of several builds. A codec nobody films with is attack surface only (CVE-2026-8461 was MagicYUV). */
const VIDEO_DECODERS = [
  'h264', 'hevc', 'vp8', 'libvpx', 'vp9', 'libvpx-vp9', 'av1', 'libdav1d', 'libaom-av1', 'mpeg4', 'msmpeg4', 'msmpeg4v2',
  'mpeg1video', 'mpeg2video', 'mpegvideo', 'h263', 'flv', 'wmv1', 'wmv2', 'wmv3', 'vc1', 'theora', 'mjpeg', 'png', 'prores',
  'dnxhd', 'dvvideo', 'ffv1', 'huffyuv', 'ffvhuff', 'utvideo', 'v210', 'rawvideo', 'cinepak', 'qtrle', 'svq3',
] // prettier-ignore
const AUDIO_DECODERS = [
  'aac', 'mp3', 'mp3float', 'mp2', 'mp2float', 'opus', 'libopus', 'vorbis', 'libvorbis', 'flac', 'alac', 'ac3', 'eac3', 'dca',
  'wmav1', 'wmav2', 'amrnb', 'amrwb', 'pcm_s16le', 'pcm_s16be', 'pcm_s24le', 'pcm_s24be', 'pcm_s32le', 'pcm_f32le',
  'pcm_f32be', 'pcm_u8', 'pcm_mulaw', 'pcm_alaw', 'adpcm_ms', 'adpcm_ima_wav', 'adpcm_ima_qt',
] // prettier-ignore
/** Bitmap subtitles are named so that a file that carries them can be opened; they are never decoded. */
const SUBTITLE_DECODERS = [
  'mov_text',
  'subrip',
  'srt',
  'ass',
  'ssa',
  'webvtt',
  'text',
  'pgssub',
  'dvdsub',
  'dvbsub',
]

/** What x264 writes ladders and lossless originals with, and what storyboards and captions need. */
export const NEEDED_ENCODERS = ['libx264', 'aac', 'mjpeg'] as const

export interface AllowLists {
  formats: string
  codecs: string
  protocols: string
}

/**
 * The lists for one build: what we want and it has. Only our own files are ever opened, so `file` is the one protocol.
 * @throws Error when a list would be empty, since an empty list allows everything
 */
export function allowListsFor(build: Pick<FfmpegCapabilities, 'decoders' | 'demuxers'>): AllowLists {
  return {
    formats: joined('formats', FORMATS, build.demuxers),
    codecs: joined('codecs', [...VIDEO_DECODERS, ...AUDIO_DECODERS, ...SUBTITLE_DECODERS], build.decoders),
    protocols: 'file',
  }
}

function joined(what: string, wanted: string[], available: ReadonlySet<string>): string {
  const names = wanted.filter((name) => available.has(name))
  if (names.length === 0) throw new Error(`This ffmpeg build has none of the ${what} that videos come in.`)
  return names.join(',')
}
