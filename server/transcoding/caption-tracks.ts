import type { SubtitleStreamFacts } from './source-facts.ts'

export interface CaptionTrack {
  index: number
  /** Unique in the video, and safe in a file name: the language, numbered from the second track in it. */
  name: string
  language: string
  label: string
}

/** Subtitles that are text; pictures of text cannot become WebVTT. */
const TEXT_CODECS = new Set(['mov_text', 'subrip', 'srt', 'ass', 'ssa', 'webvtt', 'text'])
const MAX_TRACKS = 20
const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' })

export function captionTracks(subtitles: readonly SubtitleStreamFacts[]): CaptionTrack[] {
  const seen = new Map<string, number>()
  const tracks = subtitles.filter((track) => TEXT_CODECS.has(track.codec)).slice(0, MAX_TRACKS)
  return tracks.map(({ index, language, title }) => {
    const turn = (seen.get(language) ?? 0) + 1
    seen.set(language, turn)
    const label = title.slice(0, 80) || languageName(language)
    return { index, language, label, name: turn === 1 ? language : `${language}-${turn}` }
  })
}

function languageName(code: string): string {
  return code === 'und' ? 'Captions' : (names.of(code) ?? code)
}
