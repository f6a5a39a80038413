import { Types } from 'mongoose'
import { VIEW_PAUSE_MINUTES } from '#shared/engagement'
import { getLiveCache } from '../adapters/live-cache/index.ts'
import { NotFound } from '../errors.ts'
import { logger } from '../logger.ts'
import { makeChange, tryChange } from './make-change.ts'
import { COUNTER_FIELDS, countersOf, readCounters, targetsOf, type Counters, type Target } from './targets.ts'

const PAUSE_SECONDS = VIEW_PAUSE_MINUTES * 60
/** Guests behind one address whose views of one item count in that time: a classroom, and no more. */
const GUESTS_PER_ADDRESS = 60

export type Viewer = { userId: string } | { guestSessionId: string; addressGroup: string }

/**
 * Counts a view, at most once in `VIEW_PAUSE_MINUTES` for a viewer and an item. Guests leave no row: they are told
 * apart in the live cache, and a process that dies at that moment may lose their view.
 * @throws NotFound when the target is gone
 */
export async function countView(
  viewer: Viewer,
  target: Target,
): Promise<{ counters: Counters; isCounted: boolean }> {
  if ('userId' in viewer) {
    const key = { userId: viewer.userId, target, slot: 'view' } as const
    const { counters, isChanged } = await tryChange(key, { kind: 'view', pauseSeconds: PAUSE_SECONDS })
    return { counters, isCounted: isChanged }
  }
  const isCounted = await isNewView(viewer, target)
  const counters = isCounted ? await addView(target) : await readCounters(target)
  if (!counters) throw new NotFound('This is no longer there.')
  return { counters, isCounted }
}

/** Takes one's own view back out of the list and the count. */
export function removeView(userId: string, target: Target): Promise<Counters> {
  return makeChange({ userId, target, slot: 'view' }, { kind: 'none' })
}

/** Without the cache no guest's view counts: better too few than any number. */
async function isNewView(guest: { guestSessionId: string; addressGroup: string }, target: Target) {
  const cache = getLiveCache()
  try {
    const key = `view:${target.id}:${guest.guestSessionId}`
    if (!(await cache.setIfAbsent(key, Buffer.alloc(0), PAUSE_SECONDS))) return false
    const budget = { limit: GUESTS_PER_ADDRESS, windowSeconds: PAUSE_SECONDS }
    return (await cache.consume(`views:${target.id}:${guest.addressGroup}`, budget)).isAllowed
  } catch (error) {
    logger.warn({ error }, "guests' views are not counted")
    return false
  }
}

async function addView(target: Target): Promise<Counters | null> {
  const counted = await targetsOf(target.kind).findOneAndUpdate(
    { _id: new Types.ObjectId(target.id) },
    { $inc: { viewCount: 1 } },
    { returnDocument: 'after', projection: COUNTER_FIELDS },
  )
  return counted && countersOf(counted)
}
