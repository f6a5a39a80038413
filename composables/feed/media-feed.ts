import type { PlaybackFailure } from './feed-playback-state'

/** Brings the media of one item into one video element. */
export interface MediaFeed {
  /** Where on the element's clock the item begins, in seconds. */
  readonly origin: number
  /** So many seconds ahead of where it plays are to be loaded. */
  setGoal(aheadSeconds: number): void
  /** It was sought to this place of the element's clock. */
  seeked(seconds: number): void
  /** Bytes of what was played, by what the element says it played. */
  shownBytes(): number
  close(): void
}

export interface FeedTrouble {
  /** It could not be decoded the first time: the lowest rendition is the last try. */
  isCareful: boolean
  onFail(reason: PlaybackFailure): void
}
