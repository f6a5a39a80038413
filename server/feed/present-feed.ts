import type { FeedItem } from '#shared/feed'
import type { Actor } from '../accounts/actor.ts'
import { NO_MARKS } from '../engagement/own-marks.ts'
import type { Admitted } from './admit.ts'
import { findCards } from './feed-cards.ts'
import { marksOf } from './own-things.ts'
import { nameCause } from './say-reason.ts'

/** @param position of the first in its sequence */
export async function presentFeed(
  actor: Actor,
  items: readonly Admitted[],
  position: number,
): Promise<FeedItem[]> {
  const [cards, marks] = await Promise.all([
    findCards(actor, items),
    marksOf(actor, items.map(({ entry }) => entry.id)), // prettier-ignore
  ])
  return items.flatMap(({ entry, video }, index) => {
    const card = cards.get(entry.id)
    if (!card) return []
    const item: FeedItem['item'] = { ...card.item, ...(marks.get(entry.id) ?? NO_MARKS) }
    const reason = nameCause(entry.reason, item, video.title)
    return [{ item, reason, playback: card.playback, path: entry.path, position: position + index }]
  })
}
