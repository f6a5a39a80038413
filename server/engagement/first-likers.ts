import { boundedCache } from '../bounded-cache.ts'
import { firstUsers } from './find-reactions.ts'

/** What fewer people like costs nothing to look up; of what more like the list is asked for again and again. */
const MANY = 50
/** So long another process may still show the list of before. A like through this one counts at once. */
const KEPT_MS = 1000

const kept = boundedCache<Promise<string[]>>({ entries: 300, keptMs: KEPT_MS })

/** The first `SHOWN_IDS` people who like it, newest first. */
export function firstLikers(targetId: string, likeCount: number): Promise<string[]> {
  if (likeCount < MANY) return firstUsers(targetId, 'like')
  const known = kept.get(targetId)
  if (known) return known
  const reading = firstUsers(targetId, 'like')
  kept.set(targetId, reading)
  reading.catch(() => kept.peek(targetId) === reading && kept.delete(targetId))
  return reading
}

export function forgetLikers(targetId: string): void {
  kept.delete(targetId)
}
