import type { DismissalBody, FeedItem } from '#shared/feed'
import { keyOf } from '~/composables/feed/item-key'

export type DismissalScope = DismissalBody['scope']
/** What somebody does not want to see: by the key of the item where they said so. */
export type Dismissals = ReadonlyMap<string, DismissalScope>

/**
 * What stays of a sequence. A dismissed item keeps its place, where it can be taken back; what is like it leaves the
 * list, but only further on: nothing above moves under somebody's finger.
 */
export function withoutDismissed(items: readonly FeedItem[], dismissals: Dismissals): readonly FeedItem[] {
  if (dismissals.size === 0) return items
  const before: FeedItem[] = []
  return items.filter((item) => {
    const isKept = dismissals.has(keyOf(item)) || !before.some((each) => isLike(item, each, dismissals))
    if (dismissals.has(keyOf(item))) before.push(item)
    return isKept
  })
}

function isLike({ item }: FeedItem, dismissed: FeedItem, dismissals: Dismissals): boolean {
  const scope = dismissals.get(keyOf(dismissed))
  if (scope === 'creator') return item.uploader.id === dismissed.item.uploader.id
  return scope === 'topic' && item.topic !== null && item.topic === dismissed.item.topic
}
