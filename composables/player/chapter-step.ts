import type { Chapter } from '~/composables/clip/chapters'

/** Within so many seconds of its start, back leads to the chapter before instead of to the start again. */
const AT_START_SECONDS = 3

/** Where the next or previous chapter begins, in seconds; null where there is none. Chapters are in order. */
export function chapterStep(chapters: readonly Chapter[], now: number, direction: 1 | -1): number | null {
  const starts = chapters.map(({ startSeconds }) => startSeconds)
  if (direction === 1) return starts.find((start) => start > now + 0.05) ?? null
  return starts.findLast((start) => start < now - AT_START_SECONDS) ?? (starts.length > 0 ? 0 : null)
}
