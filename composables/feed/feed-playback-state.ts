import type { DeepReadonly, Ref } from 'vue'
import type { FeedVideo } from './feed-video'

/** Why an item does not play; the words for it stand under `feed.failure.<reason>`. */
export type PlaybackFailure =
  /** The connection is away or keeps breaking; `retry` may help, and is tried once the browser is online again. */
  | 'network'
  /** It was deleted or made private meanwhile. */
  | 'gone'
  /** Storage brings it back: it is tried again by itself. */
  | 'restoring'
  /** Not on the server: somebody's copy has to come first. */
  | 'awaiting'
  /** The bytes came and cannot be decoded. */
  | 'damaged'
  /** This browser has neither Media Source nor HLS of its own for it. */
  | 'unsupported'

/** What the item that is playing now does. All times are seconds into the item itself (a clip begins at 0). */
export interface FeedPlaybackState {
  currentTime: number
  duration: number
  /** End of the loaded stretch around `currentTime`. */
  bufferedUntil: number
  isPlaying: boolean
  /** Wants to play and cannot yet. */
  isWaiting: boolean
  isMuted: boolean
  /** Sound is wanted, but the browser gives it only after a first press or key. */
  needsGesture: boolean
  hasFailed: boolean
  failureReason: PlaybackFailure | null
  /** A picture of this item stands on the screen; until then the poster should. */
  hasFirstFrame: boolean
  /** Empty while captions are off, by the person's choice or because there is sound. */
  captionLines: string[]
  rate: number
}

export interface FeedPlayback {
  state: DeepReadonly<FeedPlaybackState>
  /** Fewer than five items lie ahead: the page should load its next ones. */
  wantsMore: Readonly<Ref<boolean>>
  /** The place of an item's picture, `null` when it goes. A video element lies in it only while it is near the current one. */
  attach(index: number, host: HTMLElement | null): void
  /** False where the browser refused. */
  play(): Promise<boolean>
  pause(): void
  togglePlay(): void
  seek(seconds: number): void
  /** Remembered in this browser. */
  setMuted(isMuted: boolean): void
  setRate(rate: number): void
  /** The failed item again, from where it was. */
  retry(): void
  /** Pauses and loads nothing more, while something else has the stage (a sheet, another page). */
  suspend(): void
  resume(): void
}

export function initialFeedState(): FeedPlaybackState {
  return {
    currentTime: 0,
    duration: 0,
    bufferedUntil: 0,
    isPlaying: false,
    isWaiting: false,
    isMuted: true,
    needsGesture: false,
    hasFailed: false,
    failureReason: null,
    hasFirstFrame: false,
    captionLines: [],
    rate: 1,
  }
}

/** Keeps `state` equal to the current video; null while there is none. */
export function mirrorVideo(
  state: FeedPlaybackState,
  video: FeedVideo | null,
  { wantsPlay, isRestoring }: { wantsPlay: boolean; isRestoring: boolean },
): void {
  state.currentTime = video?.position ?? 0
  state.duration = video?.duration ?? 0
  state.bufferedUntil = video?.bufferedUntil ?? 0
  state.isPlaying = video?.isPlaying ?? false
  state.isWaiting = video?.isWaiting ?? wantsPlay
  state.hasFirstFrame = video?.hasFrame ?? false
  state.failureReason = video?.failure ?? (isRestoring ? 'restoring' : null)
  state.hasFailed = state.failureReason !== null
  state.rate = video?.element.playbackRate ?? state.rate
}
