import type { EmbedView } from '#shared/embed'
import { rangeOf, rangeWithin } from '~/composables/player/range-of'
import { startAtOf } from '~/composables/video/start-at'
import type { PlayerSource } from '~/composables/usePlayer'

/** What plays in the frame, and where it begins: `?t=40` at that second, `?t=40&end=65` that part of a video alone. */
export function embedStart(
  embed: EmbedView,
  playlistUrl: string,
  query: Record<string, unknown>,
): { source: PlayerSource; startAt: number } {
  const asked = embed.kind === 'video' ? rangeOf(query) : null
  const range = asked && rangeWithin(asked, embed.duration)
  const stretch = range ?? embed.stretch ?? undefined
  const duration = range ? range.endSeconds - range.startSeconds : embed.duration
  return {
    source: { videoId: embed.id, playlistUrl, duration, captions: embed.captions, stretch },
    startAt: range ? 0 : Math.min(startAtOf(query) ?? 0, Math.max(0, embed.duration - 1)),
  }
}
