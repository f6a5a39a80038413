import type { FeedVideo } from './feed-video'

/** What storage brings back is asked for again so often. */
const LOOK_MS = 3000

/**
 * Tries again what storage is bringing back, until it comes or another item is the current one.
 * @param again loads it anew, where it is still wanted
 */
export function createRestoreWait(again: (video: FeedVideo) => void) {
  let waiting: { video: FeedVideo; timer?: ReturnType<typeof setTimeout> } | null = null

  function forget(): void {
    clearTimeout(waiting?.timer)
    waiting = null
  }

  return {
    /** Also while it is tried again: its picture and what is said over it stay until the bytes are there. */
    isOn: () => waiting !== null,
    forget,
    look(video: FeedVideo | null): void {
      if (waiting && (waiting.video !== video || video.isReady)) forget()
      if (video?.failure !== 'restoring' || waiting?.timer) return
      const timer = setTimeout(() => {
        waiting = { video }
        again(video)
      }, LOOK_MS)
      waiting = { video, timer }
    },
  }
}
