import type { Actor } from '../accounts/actor.ts'
import { boundedCache } from '../bounded-cache.ts'
import { hearsAllChanges, onChange, onChangesLost } from '../changes.ts'
import { userIdOf } from '../engagement/engaged-item.ts'
import { NO_MARKS, findOwnEngagements, findOwnMarks, type OwnMarks } from '../engagement/own-marks.ts'
import { seenAmong, watchedAmong } from './seen-things.ts'

/** What somebody made of an item: whether they have seen it (seen-things.ts), like it, put it by. */
interface OwnThing {
  isSeen: boolean
  marks: OwnMarks
}

const NOTHING: OwnThing = { isSeen: false, marks: NO_MARKS }

/** Those who are here now; some 20 KB each. */
const PEOPLE = 1_500
const THINGS_EACH = 600
/** In case something changes them without saying so. */
const KEPT_MS = 60_000

interface Kept {
  things: Map<string, OwnThing>
  /** So many times something of theirs has changed: what was read meanwhile may be what stood before. */
  changes: number
}

const people = boundedCache<Kept>({ entries: PEOPLE, keptMs: KEPT_MS })

/** Whether somebody has seen it, of these ids; guests have seen none. */
export async function seenOf(actor: Actor, ids: readonly string[]): Promise<(id: string) => boolean> {
  const own = await ownThings(actor, ids)
  if (own) return (id) => own(id).isSeen
  const seen = await seenAmong(actor, ids.toSorted().reverse())
  return (id) => seen.has(id)
}

/** By id, of those that have any; nothing for guests. */
export async function marksOf(actor: Actor, ids: readonly string[]): Promise<Map<string, OwnMarks>> {
  const own = await ownThings(actor, ids)
  if (!own) return findOwnMarks(userIdOf(actor), ids)
  return new Map(ids.map((id) => [id, own(id).marks]))
}

/**
 * What is known of somebody stays known while every change of theirs is heard here: who goes on to the next page of the
 * feed is not looked up again. Null where nothing can be kept.
 */
async function ownThings(actor: Actor, ids: readonly string[]): Promise<((id: string) => OwnThing) | null> {
  const userId = userIdOf(actor)
  if (!userId || ids.length === 0 || !hearsAllChanges()) return null
  const kept = keptOf(userId)
  const unknown = ids.filter((id) => !kept.things.has(id))
  if (unknown.length === 0) return (id) => kept.things.get(id) ?? NOTHING
  const read = await learn(userId, kept, unknown)
  return (id) => kept.things.get(id) ?? read.get(id) ?? NOTHING
}

function keptOf(userId: string): Kept {
  const known = people.get(userId)
  if (known && known.things.size < THINGS_EACH) return known
  const fresh = { things: new Map<string, OwnThing>(), changes: 0 }
  people.set(userId, fresh)
  return fresh
}

async function learn(userId: string, kept: Kept, ids: readonly string[]): Promise<Map<string, OwnThing>> {
  const before = kept.changes
  const read = await readThings(userId, ids)
  if (kept.changes === before) for (const [id, thing] of read) kept.things.set(id, thing)
  return read
}

async function readThings(userId: string, ids: readonly string[]): Promise<Map<string, OwnThing>> {
  const [watched, engaged] = await Promise.all([
    watchedAmong(userId, ids.toSorted().reverse()),
    findOwnEngagements(userId, ids),
  ])
  const isWatched = new Set(watched.map(({ targetId }) => targetId.toHexString()))
  return new Map(
    ids.map((id) => {
      const { marks = NO_MARKS, isViewed = false } = engaged.get(id) ?? {}
      return [id, { isSeen: isViewed || isWatched.has(id), marks }]
    }),
  )
}

onChange('own', ({ userId, targetId, isSeen }) => {
  const kept = people.peek(userId)
  if (!kept) return
  kept.changes++
  const known = targetId === null ? undefined : kept.things.get(targetId)
  if (targetId === null) kept.things.clear()
  else if (isSeen && known) kept.things.set(targetId, { ...known, isSeen: true })
  else kept.things.delete(targetId)
})
onChangesLost(() => people.clear())
