import type { ClipView } from '#shared/clips'
import type { FeedItem } from '#shared/feed'
import { clipView } from './clip-view'

/** A clip as the feed gives it. */
export function feedItem(clip: Partial<ClipView> = {}, overrides: Partial<FeedItem> = {}): FeedItem {
  const item = { ...clipView(clip), kind: 'clip' as const }
  return {
    item,
    reason: { code: 'newest', text: 'New, and you have not seen it yet.' },
    playback: {
      playlistURL: item.clipURL,
      posterURL: '/cdn/poster',
      packURL: '/cdn/pack',
      startSeconds: item.startSeconds,
      endSeconds: item.endSeconds,
      initRange: [0, 99],
      firstSegmentRange: [100, 199],
      renditions: [],
    },
    path: null,
    position: 0,
    ...overrides,
  }
}
