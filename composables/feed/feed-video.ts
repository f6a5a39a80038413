import type { FeedItem } from '#shared/feed'
import type { PlaybackFailure } from './feed-playback-state'
import type { FeedTrouble, MediaFeed } from './media-feed'

export interface FeedVideoListener {
  /** Something that is seen of it has changed. */
  onChange(video: FeedVideo): void
  onEnd(video: FeedVideo): void
}

export type CreateFeed = (element: HTMLVideoElement, item: FeedItem, trouble: FeedTrouble) => MediaFeed

const CHANGES = ['play', 'playing', 'pause', 'waiting', 'seeking', 'seeked', 'progress', 'volumechange', 'ratechange'] // prettier-ignore
/** So near to the end a picture more would lie behind it. */
const END_TOLERANCE_SECONDS = 0.02
/** The first picture of an item may begin a moment after the item does. */
const START_TOLERANCE_SECONDS = 0.1

/** One of the few live video elements: shows one item at a time, on the item's own clock. */
export class FeedVideo {
  readonly element: HTMLVideoElement
  item: FeedItem | null = null
  /** Its first picture is decoded: it can be shown at once. */
  isReady = false
  /** A picture of the item has reached the screen; browsers tell it of elements that are in view alone. */
  hasFrame = false
  failure: PlaybackFailure | null = null
  private feed: MediaFeed | null = null
  /** Where to begin, until the element knows anything of its media. */
  private pending: number | null = null
  private wantsPlay = false
  private isOver = false
  private isCareful = false
  private goal = 0
  private readonly createFeed: CreateFeed
  private readonly listener: FeedVideoListener

  constructor(createFeed: CreateFeed, listener: FeedVideoListener) {
    this.createFeed = createFeed
    this.listener = listener
    this.element = makeElement()
    for (const type of CHANGES) this.element.addEventListener(type, () => this.changed())
    this.element.addEventListener('loadedmetadata', () => this.begin())
    this.element.addEventListener('loadeddata', () => this.awaitFrame())
    this.element.addEventListener('ended', () => this.end())
    this.element.addEventListener('error', () => this.feed && this.tryAgain())
  }

  get duration(): number {
    const { startSeconds, endSeconds } = this.item?.playback ?? { startSeconds: 0, endSeconds: 0 }
    return endSeconds - startSeconds
  }

  /** Seconds into the item. */
  get position(): number {
    if (this.pending !== null) return this.pending
    return this.within(this.element.currentTime)
  }

  get bufferedUntil(): number {
    const { buffered, currentTime } = this.element
    for (let n = 0; n < buffered.length; n++) {
      if (buffered.start(n) <= currentTime + START_TOLERANCE_SECONDS && currentTime <= buffered.end(n))
        return this.within(buffered.end(n))
    }
    return this.position
  }

  get isPlaying(): boolean {
    return this.wantsPlay && !this.isOver && !this.element.paused && this.failure === null
  }

  /** Wants to play and has no picture to go on with. */
  get isWaiting(): boolean {
    return this.wantsPlay && !this.isOver && this.failure === null && (!this.isReady || this.element.readyState < 3)
  } // prettier-ignore

  load(item: FeedItem, startAt = 0, isCareful = false): void {
    this.unload()
    this.item = item
    this.pending = startAt
    this.isCareful = isCareful
    this.feed = this.createFeed(this.element, item, { isCareful, onFail: (reason) => this.fail(reason) })
    this.feed.setGoal(this.goal)
  }

  unload(): void {
    this.wantsPlay = false
    this.element.pause()
    this.feed?.close()
    this.feed = null
    this.item = null
    this.pending = null
    this.isReady = false
    this.hasFrame = false
    this.isOver = false
    this.failure = null
  }

  /** How many seconds ahead are to be loaded. */
  setGoal(aheadSeconds: number): void {
    this.goal = aheadSeconds
    this.feed?.setGoal(aheadSeconds)
  }

  async play(): Promise<boolean> {
    this.wantsPlay = true
    if (this.isOver) this.seek(0)
    try {
      await this.element.play()
      return true
    } catch (error) {
      // a load or a pause that came in between is no refusal
      const isRefused = error instanceof DOMException && error.name === 'NotAllowedError'
      if (isRefused) this.wantsPlay = false
      this.changed()
      return !isRefused
    }
  }

  pause(): void {
    this.wantsPlay = false
    this.element.pause()
    this.changed()
  }

  seek(seconds: number): void {
    this.isOver = false
    const target = Math.min(Math.max(0, seconds), Math.max(0, this.duration - 0.05))
    if (this.pending !== null) this.pending = target
    else this.go(target)
    this.changed()
  }

  /** Of the item, by the clock, at the speed that it plays with. */
  get secondsLeft(): number {
    return (this.duration - this.position) / this.element.playbackRate
  }

  /** To be called for every picture towards the end: tells it to the frame. */
  look(): void {
    if (this.pending === null && !this.isOver && !this.element.seeking && this.isPastEnd()) this.end()
  }

  shownBytes(): number {
    return this.feed?.shownBytes() ?? 0
  }

  private isPastEnd(): boolean {
    return this.element.currentTime >= (this.feed?.origin ?? 0) + this.duration - END_TOLERANCE_SECONDS
  }

  private end(): void {
    if (this.isOver || !this.item) return
    this.isOver = true
    this.element.pause()
    this.listener.onEnd(this)
  }

  private begin(): void {
    if (this.pending === null || !this.feed) return
    this.go(this.pending)
    this.pending = null
  }

  private go(seconds: number): void {
    const target = (this.feed?.origin ?? 0) + seconds
    this.element.currentTime = target
    this.feed?.seeked(target)
  }

  private awaitFrame(): void {
    const { item } = this
    const saw = () => {
      if (this.item === item) this.hasFrame = true
      this.changed()
    }
    this.isReady = true
    if ('requestVideoFrameCallback' in this.element) this.element.requestVideoFrameCallback(saw)
    else saw()
    this.changed()
  }

  /** The element gave up on what it has; once it gets the same item anew. */
  private tryAgain(): void {
    const { item, position, wantsPlay } = this
    if (!item || this.isCareful) return this.fail('damaged')
    this.load(item, position, true)
    if (wantsPlay) void this.play()
  }

  private fail(reason: PlaybackFailure): void {
    this.failure = reason
    this.element.pause()
    this.changed()
  }

  private within(seconds: number): number {
    return Math.min(Math.max(0, seconds - (this.feed?.origin ?? 0)), this.duration)
  }

  private changed(): void {
    if (this.item) this.listener.onChange(this)
  }
}

function makeElement(): HTMLVideoElement {
  const element = document.createElement('video')
  element.className = 'absolute inset-0 size-full object-contain'
  element.playsInline = true
  element.muted = true
  element.preload = 'auto'
  // Managed Media Source works only where the picture stays on this device
  element.disableRemotePlayback = true
  element.tabIndex = -1
  return element
}
