/** What is said from one moment to another, as plain text with its line breaks. */
export interface VttCue {
  startSeconds: number
  endSeconds: number
  text: string
}

/** Of WebVTT, and with a comma of SubRip. */
const TIME = String.raw`(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{3})`
const TIMES = new RegExp(String.raw`^[ \t]*${TIME}[ \t]+-->[ \t]+${TIME}`)
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
/** Controls apart from the line break, and what turns the direction of text. */
// eslint-disable-next-line no-control-regex
const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g

/**
 * The cues of a WebVTT or SubRip file (https://www.w3.org/TR/webvtt1/), in the order of their start. Tags, voices,
 * styles and positions are left out, and a cue that cannot be read or has no length is passed over. Takes time in
 * proportion to the text, whatever the text is. `limit`: reads no more cues than these.
 */
export function parseVtt(file: string, limit = Infinity): VttCue[] {
  const cues: VttCue[] = []
  const lines = file.split(/\r\n|\n|\r/)
  for (let line = 0; line < lines.length && cues.length < limit; line++) {
    const times = TIMES.exec(lines[line]!)
    if (!times) continue
    const said: string[] = []
    while (line + 1 < lines.length && lines[line + 1]!.trim() !== '') said.push(lines[++line]!)
    const cue = {
      startSeconds: secondsAt(times, 1),
      endSeconds: secondsAt(times, 5),
      text: plainText(said.join('\n')),
    }
    if (cue.text && cue.endSeconds > cue.startSeconds) cues.push(cue)
  }
  return inOrder(cues)
}

/** WebVTT that `parseVtt` reads as the same cues: text alone, everything that means something to a player escaped. */
export function serializeVtt(cues: readonly VttCue[]): string {
  const blocks = cues.map(
    ({ startSeconds, endSeconds, text }) =>
      `${timestamp(startSeconds)} --> ${timestamp(endSeconds)}\n${escapeText(text)}`,
  )
  return `${['WEBVTT', ...blocks].join('\n\n')}\n`
}

/** By start, then by end; those that begin and end together stay as they were. */
export function inOrder<Cue extends VttCue>(cues: readonly Cue[]): Cue[] {
  return [...cues].sort((a, b) => a.startSeconds - b.startSeconds || a.endSeconds - b.endSeconds)
}

/** `01:02:03.456` */
export function timestamp(seconds: number): string {
  const total = Math.max(0, Math.round(seconds * 1000))
  const part = (value: number, digits = 2) => String(value).padStart(digits, '0')
  const [hours, minutes] = [Math.floor(total / 3_600_000), Math.floor(total / 60_000) % 60]
  return `${part(hours)}:${part(minutes)}:${part(Math.floor(total / 1000) % 60)}.${part(total % 1000, 3)}`
}

/** What of a text can stand in a cue: no empty lines, which would end it, and nothing unseen. */
export function cueText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(UNSEEN, ' ')
    .normalize('NFC')
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n')
}

function secondsAt(times: RegExpExecArray, from: number): number {
  const [hours, minutes, whole, thousandths] = [0, 1, 2, 3].map((index) => Number(times[from + index] ?? 0))
  return (hours! * 3_600_000 + minutes! * 60_000 + whole! * 1000 + thousandths!) / 1000
}

function plainText(cue: string): string {
  return cueText(
    cue
      // neither runs over another beginning, so that a line of nothing but beginnings takes no longer than any other
      .replace(/\{\\[^{}]*\}/g, '')
      .replace(/<[^<>]*>/g, '')
      .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,5}));/gi, readEntity),
  )
}

function readEntity(entity: string, decimal?: string, hex?: string, name?: string): string {
  if (name) return NAMED[name.toLowerCase()] ?? entity
  const point = decimal ? Number(decimal) : Number.parseInt(hex!, 16)
  const isCharacter = point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)
  return isCharacter ? String.fromCodePoint(point) : ''
}

function escapeText(text: string): string {
  return cueText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    .replaceAll('{', '&#123;')
} // prettier-ignore
