/** What is said from one moment to another, as plain text. */
export interface CaptionCue {
  startSeconds: number
  endSeconds: number
  text: string
}

const MAX_CUES = 20_000
const MAX_TEXT = 500
const TIMES = /^\s*(?:(\d{1,4}):)?(\d{2}):(\d{2})\.(\d{3})\s+-->\s+(?:(\d{1,4}):)?(\d{2}):(\d{2})\.(\d{3})/
const NAMED: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  lrm: '',
  rlm: '',
}
/** What a search result must not carry: controls, and what turns the direction of text. */
// eslint-disable-next-line no-control-regex
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g

/**
 * The cues of a WebVTT file (https://www.w3.org/TR/webvtt1/), in its order. Tags, voices and positions are left out, a
 * cue that cannot be read is passed over, and what goes beyond the bounds is not looked at.
 */
export function captionCues(vtt: string): CaptionCue[] {
  const cues: CaptionCue[] = []
  const lines = vtt.split(/\r\n|\n|\r/)
  for (let line = 0; line < lines.length && cues.length < MAX_CUES; line++) {
    const times = TIMES.exec(lines[line]!)
    if (!times) continue
    const said: string[] = []
    while (line + 1 < lines.length && lines[line + 1]!.trim() !== '') said.push(lines[++line]!)
    const cue = {
      startSeconds: seconds(times, 1),
      endSeconds: seconds(times, 5),
      text: plainText(said.join(' ')),
    }
    if (cue.text && cue.endSeconds > cue.startSeconds) cues.push(cue)
  }
  return cues
}

function seconds(times: RegExpExecArray, from: number): number {
  const [hours, minutes, whole, thousandths] = [0, 1, 2, 3].map((index) => Number(times[from + index] ?? 0))
  return hours! * 3600 + minutes! * 60 + whole! + thousandths! / 1000
}

function plainText(cue: string): string {
  const text = cue
    // neither runs over another beginning, so that a line of nothing but beginnings takes no longer than any other
    .replace(/\{\\[^{}]*\}/g, ' ')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,5}));/gi, readEntity)
    .replace(UNSEEN, ' ')
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim()
  return [...text].slice(0, MAX_TEXT).join('')
}

function readEntity(entity: string, decimal?: string, hex?: string, name?: string): string {
  if (name) return NAMED[name.toLowerCase()] ?? entity
  const point = decimal ? Number(decimal) : Number.parseInt(hex!, 16)
  return point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)
    ? String.fromCodePoint(point)
    : ''
}
