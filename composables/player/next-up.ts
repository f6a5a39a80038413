import type { Preferences } from '#shared/accounts'
import type { Step } from './now-playing'

/** What plays by itself after this, or null. A looped picture has no end, and a question after a clip wants its answer. */
export function nextUp(facts: {
  next: Step | null
  autoplay: Preferences['autoplay']
  isLooped: boolean
  isAsked: boolean
}): Step | null {
  const { next, autoplay, isLooped, isAsked } = facts
  if (isLooped || isAsked || autoplay === 'off') return null
  return autoplay === 'on' || next?.isOfPath ? next : null
}

/** The first that was not played in this visit, so that two videos do not take turns; then the first of all. */
export function firstUnplayed<Item extends { id: string }>(
  items: readonly Item[],
  played: readonly string[],
): Item | null {
  return items.find(({ id }) => !played.includes(id)) ?? items[0] ?? null
}
