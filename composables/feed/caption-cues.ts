import { plainCueText } from '../player/captions'

/** Seconds, on the timeline of the file. */
export interface CaptionCue {
  startSeconds: number
  endSeconds: number
  lines: string[]
}

const TIMING = /^([\d:.]+)[ \t]+-->[ \t]+([\d:.]+)/

/** The cues of a WebVTT file (W3C WebVTT, 4.1) in their order, as plain text; what is no cue is skipped. */
export function parseCues(vtt: string): CaptionCue[] {
  const blocks = vtt.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split(/\n{2,}/) // prettier-ignore
  return blocks.flatMap((block) => {
    const lines = block.split('\n')
    const at = lines.findIndex((line) => TIMING.test(line))
    const [, start = '', end = ''] = TIMING.exec(lines[at] ?? '') ?? []
    const text = lines.slice(at + 1).map(plainCueText).filter((line) => line.trim() !== '') // prettier-ignore
    return end && text.length > 0
      ? [{ startSeconds: secondsOf(start), endSeconds: secondsOf(end), lines: text }]
      : []
  })
}

/** All lines that are on at a time. */
export function linesAt(cues: readonly CaptionCue[], seconds: number): string[] {
  return cues
    .filter(({ startSeconds, endSeconds }) => startSeconds <= seconds && seconds < endSeconds)
    .flatMap(({ lines }) => lines)
}

function secondsOf(text: string): number {
  return text.split(':').reduce((total, part) => total * 60 + Number(part), 0)
}
