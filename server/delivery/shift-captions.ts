import type { Stretch } from './segment-span.ts'
import { vttTime } from './storyboard.ts'

const TIMING = /^((?:\d+:)?\d{2}:\d{2}\.\d{3})[ \t]+-->[ \t]+((?:\d+:)?\d{2}:\d{2}\.\d{3})(.*)$/

/**
 * WebVTT of a stretch: cues that do not touch it are left out, the others begin at its start as 0 and end at its end.
 * Regions, styles and notes stay.
 */
export function shiftCaptions(vtt: string, stretch: Stretch): string {
  const blocks = vtt
    .replaceAll(/\r\n?/g, '\n')
    .trim()
    .split(/\n{2,}/)
  return `${blocks.flatMap((block) => shiftBlock(block, stretch)).join('\n\n')}\n`
}

function shiftBlock(block: string, { startSeconds, endSeconds }: Stretch): string[] {
  const lines = block.split('\n')
  const at = lines.findIndex((line) => TIMING.test(line))
  const timing = TIMING.exec(lines[at] ?? '')
  if (!timing || /^(?:NOTE|STYLE|REGION)\b/.test(block)) return [block]
  const [from, to] = [parseTime(timing[1]!), parseTime(timing[2]!)]
  if (to <= startSeconds || from >= endSeconds) return []
  const start = vttTime(Math.max(0, from - startSeconds))
  const end = vttTime(Math.min(to, endSeconds) - startSeconds)
  return [[...lines.slice(0, at), `${start} --> ${end}${timing[3]}`, ...lines.slice(at + 1)].join('\n')]
}

function parseTime(text: string): number {
  return text.split(':').reduce((total, part) => total * 60 + Number(part), 0)
}
