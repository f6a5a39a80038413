import type { FeedItem } from '#shared/feed'
import { FeedVideo, type CreateFeed, type FeedVideoListener } from './feed-video'
import { keyOf } from './item-key'
import { assignSlots, STAGE_SLOTS } from './stage-slots'

/** The live video elements, given to what plays and its neighbours, and laid into the places that the page has for them. */
export class FeedStage {
  private readonly videos: FeedVideo[]
  private keys: (string | null)[] = Array.from({ length: STAGE_SLOTS }, () => null)

  constructor(createFeed: CreateFeed, listener: FeedVideoListener) {
    this.videos = this.keys.map(() => new FeedVideo(createFeed, listener))
  }

  /** @param items the most wanted first: what plays, then its neighbours */
  show(items: readonly FeedItem[]): void {
    const byKey = new Map(items.map((item) => [keyOf(item), item]))
    const next = assignSlots(this.keys, [...byKey.keys()])
    for (const [slot, video] of this.videos.entries()) {
      const item = byKey.get(next[slot] ?? '')
      if (next[slot] === this.keys[slot]) continue
      video.unload()
      if (item) video.load(item)
      else video.element.remove()
    }
    this.keys = next
  }

  find(item: FeedItem | undefined): FeedVideo | null {
    return (item && this.videos[this.keys.indexOf(keyOf(item))]) ?? null
  }

  all(): readonly FeedVideo[] {
    return this.videos.filter(({ item }) => item !== null)
  }

  /** All but one are still. */
  hush(playing: FeedVideo | null): void {
    for (const video of this.all()) {
      if (video === playing) continue
      video.pause()
      video.element.muted = true
    }
  }

  /** Moving an element within one task neither pauses it nor loses its picture (HTML standard, removing a media element). */
  place(hostOf: (item: FeedItem) => HTMLElement | undefined): void {
    for (const { item, element } of this.videos) {
      const host = item ? hostOf(item) : undefined
      if (!host) element.remove()
      else if (element.parentElement !== host) host.prepend(element)
    }
  }

  close(): void {
    for (const video of this.videos) {
      video.unload()
      video.element.remove()
    }
  }
}
