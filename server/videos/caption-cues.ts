import { parseVtt, type VttCue } from '#shared/web-vtt'

/** What is said from one moment to another, as plain text in one line. */
export type CaptionCue = VttCue

const MAX_CUES = 20_000
const MAX_TEXT = 500

/** The cues of a file of captions for searching and for suggestions; what goes beyond the bounds is not looked at. */
export function captionCues(file: string): CaptionCue[] {
  return parseVtt(file, MAX_CUES).map((cue) => ({ ...cue, text: inOneLine(cue.text) }))
}

/** Whole characters, not halves of them. */
function inOneLine(text: string): string {
  return [...text.replaceAll('\n', ' ')].slice(0, MAX_TEXT).join('')
}
