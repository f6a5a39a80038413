import type { VideoDocument } from '../videos/video.model.ts'

export type Storyboard = NonNullable<VideoDocument['storyboard']>

/**
 * WebVTT whose cues name tiles of the storyboard picture (`#xywh=` of Media Fragments 1.0, as players expect).
 * @param durationSeconds the last cue ends here
 */
export function storyboardVtt(storyboard: Storyboard, durationSeconds: number, imageUrl: string): string {
  const { tileWidth, tileHeight, columns, count, intervalSeconds } = storyboard
  const cues = Array.from({ length: count }, (_, index) => {
    const start = index * intervalSeconds
    const end = index === count - 1 ? Math.max(durationSeconds, start + 0.001) : start + intervalSeconds
    const x = (index % columns) * tileWidth
    const y = Math.floor(index / columns) * tileHeight
    return `${vttTime(start)} --> ${vttTime(end)}\n${imageUrl}#xywh=${x},${y},${tileWidth},${tileHeight}\n`
  })
  return ['WEBVTT\n', ...cues].join('\n')
}

/** `hh:mm:ss.ttt` (WebVTT, 4.1). */
function vttTime(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000)
  const part = (unit: number, size: number, digits: number) =>
    String(Math.floor(milliseconds / unit) % size).padStart(digits, '0')
  return `${part(3_600_000, Infinity, 2)}:${part(60_000, 60, 2)}:${part(1000, 60, 2)}.${part(1, 1000, 3)}`
}
