import { boundedCache } from '../bounded-cache.ts'
import { firstUsers } from './find-reactions.ts'

const KINDS = ['view', 'like', 'dislike'] as const
/** What fewer people did costs nothing to look up; what more did is asked for again and again. */
const MANY = 50
/** So long another process may still show the list of before. A change through this one counts at once. */
const KEPT_MS = 1000

const kept = boundedCache<Promise<string[]>>({ entries: 300, keptMs: KEPT_MS })

/** The first `SHOWN_IDS` people who did so, newest first. `count`: how many there are. */
export function firstEngaged(
  targetId: string,
  kind: (typeof KINDS)[number],
  count: number,
): Promise<string[]> {
  if (count < MANY) return firstUsers(targetId, kind)
  const key = `${kind} ${targetId}`
  const known = kept.get(key)
  if (known) return known
  const reading = firstUsers(targetId, kind)
  kept.set(key, reading)
  reading.catch(() => kept.peek(key) === reading && kept.delete(key))
  return reading
}

export function forgetFirst(targetId: string): void {
  for (const kind of KINDS) kept.delete(`${kind} ${targetId}`)
}
