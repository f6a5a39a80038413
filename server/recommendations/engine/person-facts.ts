import type { EngineItem } from './engine.ts'

/** What somebody does and does not want, as of now; ids are 24 hex digits. */
export interface PersonFacts {
  showsNsfw: boolean
  showsSensitive: boolean
  /** Blocked in either direction. */
  hiddenUserIds: ReadonlySet<string>
  dismissed: { items: ReadonlySet<string>; topics: ReadonlySet<string>; creators: ReadonlySet<string> }
  pinned: ReadonlySet<string>
  muted: ReadonlySet<string>
  follows: ReadonlySet<string>
}

const NONE: ReadonlySet<string> = new Set()

/** Of somebody who said nothing: what everybody may be shown. */
export const NO_WISHES: PersonFacts = {
  showsNsfw: false,
  showsSensitive: false,
  hiddenUserIds: NONE,
  dismissed: { items: NONE, topics: NONE, creators: NONE },
  pinned: NONE,
  muted: NONE,
  follows: NONE,
}

/**
 * Whether an item may stand in a queue. The feed looks again when it is read (feed/admit.ts).
 * @param isForAll over all topics: a topic that was left out comes only to whoever asks for it
 */
export function isWanted(item: EngineItem, facts: PersonFacts, isForAll: boolean): boolean {
  if (!item.isThere || item.isAway) return false
  if ((item.isNsfw && !facts.showsNsfw) || (item.isSensitive && !facts.showsSensitive)) return false
  if (facts.hiddenUserIds.has(item.creatorId) || facts.dismissed.creators.has(item.creatorId)) return false
  if (facts.dismissed.items.has(item.id)) return false
  if (!isForAll || item.topicId === null) return true
  return !facts.muted.has(item.topicId) && !facts.dismissed.topics.has(item.topicId)
}
