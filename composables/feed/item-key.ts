import type { FeedItem, FeedThing } from '#shared/feed'

export function thingOf({ item }: FeedItem): FeedThing {
  return { kind: item.kind, id: item.id }
}

/** The same item has the same key on every page of the feed. */
export function keyOf({ item }: FeedItem): string {
  return `${item.kind}:${item.id}`
}
