import type { Preferences } from '#shared/accounts'
import type { FeedItem } from '#shared/feed'

export interface EndFacts {
  autoplay: Preferences['autoplay']
  /** It began by itself; somebody who asked for less motion has pressed for it. */
  isByItself: boolean
  /** Something lies over the feed, or somebody is within it: comments, a menu, a dialog. */
  isBusy: boolean
  item: Pick<FeedItem, 'path'>
  /** Null where the card after the last item is next; undefined while the next items are still to come. */
  next: Pick<FeedItem, 'path'> | null | undefined
}

/** Whether the feed goes on by itself after an item, or plays it once more. */
export function afterEnd({ autoplay, isByItself, isBusy, item, next }: EndFacts): 'next' | 'again' {
  if (autoplay === 'off' || !isByItself || isBusy || next === undefined) return 'again'
  if (autoplay === 'on') return 'next'
  return item.path !== null && item.path.topic === next?.path?.topic ? 'next' : 'again'
}
