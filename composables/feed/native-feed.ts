import type { PlaybackHints } from '#shared/feed'
import type { MediaFeed } from './media-feed'

const HLS = 'application/vnd.apple.mpegurl'

export function playsHls(element: HTMLVideoElement): boolean {
  return element.canPlayType(HLS) !== ''
}

/**
 * Leaves everything to the browser's own HLS, where there is no Media Source (iPhones before iOS 17.1). The clock of
 * such a playlist begins with its first segment, which may begin before the clip.
 */
export function createNativeFeed(element: HTMLVideoElement, hints: PlaybackHints): MediaFeed {
  const first = hints.renditions[0]?.firstStartSeconds ?? hints.startSeconds
  element.src = hints.playlistURL
  return {
    origin: Math.max(0, hints.startSeconds - first),
    setGoal: (aheadSeconds) => (element.preload = aheadSeconds > 0 ? 'auto' : 'metadata'),
    seeked: () => undefined,
    shownBytes: () => 0,
    close() {
      element.removeAttribute('src')
      element.load()
    },
  }
}
