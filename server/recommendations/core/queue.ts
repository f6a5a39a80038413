/** One thing that comes next for somebody, with why. */
export interface Queued<Why> {
  id: string
  why: Why
}

/**
 * What comes next in one sequence. Values, not places: every change gives a new queue with the next version, so that two
 * who changed the same one at once are told apart and the later tries again.
 */
export interface Queue<Why> {
  version: number
  items: readonly Queued<Why>[]
}

/** Items of a full queue, and how many may be left before it is filled again. */
export const QUEUE_LENGTH = 20
export const REFILL_AT = 10
/** So many at the front the player may have fetched already: they stay where they are. */
export const FETCHED_AHEAD = 3

export function emptyQueue<Why>(): Queue<Why> {
  return { version: 0, items: [] }
}

export const needsRefill = (queue: Queue<unknown>) => queue.items.length <= REFILL_AT

/**
 * Appends what is not yet there, up to a full queue; what was seen meanwhile is left out wherever it stands.
 * @param isOut seen, hidden or refused since the queue was made
 */
export function refill<Why>(
  queue: Queue<Why>,
  fresh: readonly Queued<Why>[],
  isOut: (id: string) => boolean,
  length = QUEUE_LENGTH,
): Queue<Why> {
  const items = queue.items.filter(({ id }) => !isOut(id))
  const held = new Set(items.map(({ id }) => id))
  for (const item of fresh) {
    if (items.length >= length) break
    if (held.has(item.id) || isOut(item.id)) continue
    held.add(item.id)
    items.push(item)
  }
  return { version: queue.version + 1, items }
}

/** Takes off the front what was shown, up to and including this one; a queue that does not hold it stays as it is. */
export function advance<Why>(queue: Queue<Why>, shown: string): Queue<Why> {
  const at = queue.items.findIndex(({ id }) => id === shown)
  return at < 0 ? queue : { version: queue.version + 1, items: queue.items.slice(at + 1) }
}

/**
 * Drops what somebody no longer wants (a muted topic, a blocked creator, a dislike). The tail is replaced as well, since
 * it was ranked before; what the player may have fetched stays unless it is refused itself.
 */
export function invalidate<Why>(
  queue: Queue<Why>,
  isOut: (id: string) => boolean,
  fresh: readonly Queued<Why>[],
): Queue<Why> {
  const kept = { ...queue, items: queue.items.slice(0, FETCHED_AHEAD) }
  return refill(kept, [...fresh, ...queue.items.slice(FETCHED_AHEAD)], isOut)
}
