import type { FEED_WINDOW, FeedItem } from '#shared/feed'
import { networkInformation } from '../experience/connection'
import { fetchRange } from './fetch-range'
import type { CreateFeed } from './feed-video'
import { keyOf } from './item-key'
import { createNativeFeed, playsHls } from './native-feed'
import { RangeLoader } from './range-loader'
import { chooseRendition, fittedHeight, playableRenditions, type Renditions } from './rendition-choice'
import { SkipHabit } from './skip-habit'
import { createSourceFeed, mediaSourceClass } from './source-feed'
import { Throughput } from './throughput'
import { planWindow, type Neighbour } from './window-plan'
import { isWide, windowWidth, type WindowWidth } from './window-width'

/** The value itself would bring the whole contract and its schemas into the first page. */
const WINDOW: typeof FEED_WINDOW = 5
/** Of items that were fetched for and never came to be seen, so many are remembered. */
const MAX_TOLD = 200

interface Surroundings {
  /** The size of the place where pictures are shown, in CSS pixels. */
  box(): { width: number; height: number }
  /** The person wants few bytes. */
  wantsSaving(): boolean
  isHidden(): boolean
  currentKey(): string | null
}

/** Where the media of the feed come from: what plays, what is kept ready, and how much of it. */
export class FeedMedia {
  readonly habit = new SkipHabit()
  private readonly throughput = new Throughput()
  private readonly loader: RangeLoader
  private readonly surroundings: Surroundings
  private readonly fetched = new Map<string, number>()
  private readonly supported = new Map<string, boolean>()
  private readonly posters = new Map<string, HTMLImageElement>()
  private readonly Source = mediaSourceClass()

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings
    this.loader = new RangeLoader({
      fetchRange,
      throughput: this.throughput,
      onBytes: (key, bytes) => this.count(key, bytes),
    })
  }

  /** Media Source where it can play the item, else the browser's own HLS, else a plain word. */
  readonly createFeed: CreateFeed = (element, item, trouble) => {
    const renditions = this.renditionsOf(item)
    const itemKey = keyOf(item)
    if (this.Source && renditions) {
      return createSourceFeed(element, this.Source, {
        ...trouble,
        itemKey,
        renditions,
        playback: item.playback,
        loader: this.loader,
        choose: () => (trouble.isCareful ? renditions.pictures[0]! : this.choose(item, renditions)),
        isUrgent: () => this.surroundings.currentKey() === itemKey,
      })
    }
    if (!playsHls(element)) trouble.onFail('unsupported')
    return createNativeFeed(element, item.playback)
  }

  /** How much is kept ready now, by line, wish and visibility. */
  width(): WindowWidth {
    return windowWidth({
      effectiveType: networkInformation()?.effectiveType,
      isSaving: this.isSaving(),
      bitsPerSecond: this.throughput.bitsPerSecond,
      isHidden: this.surroundings.isHidden(),
      skipShare: this.habit.share,
    })
  }

  isLineWide(): boolean {
    return isWide(this.throughput.bitsPerSecond)
  }

  /** Fetches ahead around the item at `index`; what was fetched for another place and is not wanted any more is broken off. */
  plan(items: readonly FeedItem[], index: number, isCurrentThere: boolean): void {
    const width = this.width()
    const distances = [...(isCurrentThere ? [] : [0]), -1, ...Array.from({ length: WINDOW }, (_, n) => n + 1)]
    const neighbours = distances.flatMap((distance) => this.neighbour(items[index + distance], distance))
    if (this.Source) this.loader.plan(planWindow(neighbours, width))
    for (let at = index + 1; at <= index + width.posters; at++) this.showPoster(items[at]?.playback.posterURL)
  }

  /** What plays goes first: while it lacks anything, nothing new is fetched ahead. */
  hold(isHeld: boolean): void {
    this.loader.hold(isHeld)
  }

  /** On a line that does not carry both, what is under way for others waits until the item that plays has what it needs. */
  yieldTo(itemKey: string): void {
    if (this.width().ahead < WINDOW) this.loader.breakOffAhead(itemKey)
  }

  /** Bytes that came for an item since the last time. */
  takeFetched(itemKey: string): number {
    const bytes = this.fetched.get(itemKey) ?? 0
    this.fetched.delete(itemKey)
    return bytes
  }

  close(): void {
    this.loader.close()
    this.posters.clear()
  }

  private neighbour(item: FeedItem | undefined, distance: number): Neighbour[] {
    const renditions = item && this.renditionsOf(item)
    if (!renditions) return []
    const tracks = [this.choose(item, renditions), renditions.sound].filter((track) => track !== null)
    return [{ key: keyOf(item), distance, playback: item.playback, tracks }]
  }

  private renditionsOf({ playback }: FeedItem): Renditions | null {
    return playableRenditions(playback, (mimeType) => {
      const known = this.supported.get(mimeType) ?? this.Source?.isTypeSupported(mimeType) ?? false
      this.supported.set(mimeType, known)
      return known
    })
  }

  private choose({ item }: FeedItem, { pictures }: Renditions) {
    return chooseRendition(pictures, {
      screenHeight: fittedHeight(this.surroundings.box(), item, devicePixelRatio),
      bitsPerSecond: this.throughput.bitsPerSecond,
      isSaving: this.isSaving(),
    })
  }

  private isSaving(): boolean {
    return this.surroundings.wantsSaving() || networkInformation()?.saveData === true
  }

  private count(itemKey: string, bytes: number): void {
    this.fetched.set(itemKey, (this.fetched.get(itemKey) ?? 0) + bytes)
    if (this.fetched.size > MAX_TOLD) this.fetched.delete(firstOf(this.fetched))
  }

  /** Kept for a while, so that a picture that has come is not thrown away before it is shown. */
  private showPoster(url: string | undefined): void {
    if (!url || this.posters.has(url)) return
    const image = new Image()
    image.fetchPriority = 'low'
    image.src = url
    this.posters.set(url, image)
    if (this.posters.size > 2 * WINDOW) this.posters.delete(firstOf(this.posters))
  }
}

function firstOf(map: Map<string, unknown>): string {
  const [first] = map.keys()
  return first ?? ''
}

/** Of the place for the picture; before the page has given one, the window is the best guess. */
export function boxOf(host: HTMLElement | undefined): { width: number; height: number } {
  const [width, height] = [host?.clientWidth ?? 0, host?.clientHeight ?? 0]
  return width > 0 && height > 0 ? { width, height } : { width: innerWidth, height: innerHeight }
}
