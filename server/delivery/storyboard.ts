import type { VideoDocument } from '../videos/video.model.ts'
import type { Stretch } from './segment-span.ts'

export type Storyboard = NonNullable<VideoDocument['storyboard']>

/**
 * WebVTT whose cues name tiles of the storyboard picture (`#xywh=` of Media Fragments 1.0, as players expect).
 * @param stretch the part of the video that is wanted; its start is the storyboard's 0, and its last cue ends with it
 */
export function storyboardVtt(storyboard: Storyboard, stretch: Stretch, imageUrl: string): string {
  const { tileWidth, tileHeight, columns, count, intervalSeconds } = storyboard
  const isWanted = (index: number) =>
    index * intervalSeconds < stretch.endSeconds &&
    (index === count - 1 || (index + 1) * intervalSeconds > stretch.startSeconds)
  const tiles = Array.from({ length: count }, (_, index) => index).filter(isWanted)
  const cues = tiles.map((index) => {
    const start = Math.max(0, index * intervalSeconds - stretch.startSeconds)
    const isLast = index === tiles.at(-1)
    const next = isLast ? stretch.endSeconds : (index + 1) * intervalSeconds
    const end = Math.max(next - stretch.startSeconds, start + 0.001)
    const x = (index % columns) * tileWidth
    const y = Math.floor(index / columns) * tileHeight
    return `${vttTime(start)} --> ${vttTime(end)}\n${imageUrl}#xywh=${x},${y},${tileWidth},${tileHeight}\n`
  })
  return ['WEBVTT\n', ...cues].join('\n')
}

/** `hh:mm:ss.ttt` (WebVTT, 4.1). */
export function vttTime(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000)
  const part = (unit: number, size: number, digits: number) =>
    String(Math.floor(milliseconds / unit) % size).padStart(digits, '0')
  return `${part(3_600_000, Infinity, 2)}:${part(60_000, 60, 2)}:${part(1000, 60, 2)}.${part(1, 1000, 3)}`
}
