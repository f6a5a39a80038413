import type { ClipView } from '#shared/clips'

/** A clip as a part of its video. Seconds into the video. */
export type Chapter = Pick<ClipView, 'id' | 'title' | 'startSeconds' | 'endSeconds'>

/** The chapter that plays at this moment: of several that overlap the one that began last. */
export function chapterAt<Item extends Chapter>(chapters: readonly Item[], seconds: number): Item | null {
  const playing = chapters.filter(
    ({ startSeconds, endSeconds }) => startSeconds <= seconds && seconds < endSeconds,
  )
  return playing.reduce<Item | null>(
    (latest, each) => (latest === null || each.startSeconds >= latest.startSeconds ? each : latest),
    null,
  )
}

/** In the order of their start, as the server gives them. */
export function inOrder<Item extends Chapter>(chapters: readonly Item[]): Item[] {
  return [...chapters].sort((a, b) => a.startSeconds - b.startSeconds || (a.id < b.id ? -1 : 1))
}
