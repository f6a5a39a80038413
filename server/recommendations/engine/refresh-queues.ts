import type { Types } from 'mongoose'
import { FEED_WINDOW } from '#shared/feed'
import { User } from '../../accounts/user.model.ts'
import { readByIds } from '../../plain-reads.ts'
import { buildQueues } from './build-queues.ts'
import type { Engine } from './engine.ts'
import { isWanted, type PersonFacts } from './person-facts.ts'
import { readPerson, type EngineReaders } from './read-person.ts'
import { affinitiesOf, topTopics } from './top-topics.ts'
import { readQueues, writeQueues, type HeldQueues, type QueueWrite } from './write-queues.ts'

/** What the player may have fetched already stays, whatever is learnt. */
const KEPT_FRONT = FEED_WINDOW + 1
/** A pinned topic counts as much at least. */
const PINNED_AFFINITY = 0.8

/**
 * Brings the queues of some people to what is known now: a few reads of each, and one write for all.
 * @returns what was to be written
 */
export async function refreshQueues(
  engine: Engine,
  people: readonly { userId: string; isStrong: boolean }[],
  readers: EngineReaders,
  now: Date,
): Promise<QueueWrite[]> {
  if (people.length === 0) return []
  const ids = people.map(({ userId }) => userId)
  const [held, there, facts] = await Promise.all([
    readQueues(ids),
    readByIds<{ _id: Types.ObjectId }>(User, ids, { _id: 1 }),
    Promise.all(people.map(({ userId }) => readPerson(userId, readers))),
  ])
  const isThere = new Set(there.map(({ _id }) => _id.toHexString()))
  const writes = people.flatMap(({ userId, isStrong }, index) => {
    // an account that was closed meanwhile leaves nothing new
    if (!isThere.has(userId)) return []
    const before = held.get(userId)
    return rebuild(engine, { userId, isStrong, facts: facts[index]!, before, now }) ?? []
  })
  await writeQueues(writes, now)
  return writes
}

interface Rebuild {
  userId: string
  isStrong: boolean
  facts: PersonFacts
  before: HeldQueues | undefined
  now: Date
}

/** Null where there is nothing to write. */
function rebuild(engine: Engine, { userId, isStrong, facts, before, now }: Rebuild): QueueWrite | null {
  const user = engine.users.get(userId)
  if (!user || (before?.isOwn && isAnyLeft(engine, user.seen, facts, before))) return null
  const affinities = affinitiesOf(engine, user, now.getTime())
  const queues = buildQueues(engine, {
    user: user.ranker,
    seen: user.seen,
    facts,
    topics: topTopics(engine, affinities, facts.pinned),
    held: before && !before.isOwn ? before.sequences : new Map(),
    ...(isStrong && { keep: KEPT_FRONT }),
    seed: before?.version ?? 0,
    now,
  })
  return {
    userId,
    from: before?.version ?? null,
    queues,
    affinities: published(engine, affinities, facts, user.memory),
  }
}

/** What its owner put there is kept until it is used up. */
function isAnyLeft(
  engine: Engine,
  seen: ReadonlySet<number>,
  facts: PersonFacts,
  { sequences }: HeldQueues,
): boolean {
  return [...sequences].some(([name, { ids }]) =>
    ids.some((id) => {
      const item = engine.items[engine.numbers.get(id) ?? -1]
      return item && !seen.has(item.number) && isWanted(item, facts, name === 'all')
    }),
  )
}

/** By topic id, of what something is known of. */
function published(
  { topics }: Engine,
  affinities: ReadonlyMap<number, number>,
  { pinned }: PersonFacts,
  memory: ReadonlyMap<string, unknown>,
): Map<string, number> {
  const known = [...affinities].filter(([topic]) => memory.has(topics.ids[topic]!))
  return new Map(
    known.map(([topic, affinity]) => {
      const id = topics.ids[topic]!
      const value = pinned.has(id) ? Math.max(PINNED_AFFINITY, affinity) : affinity
      return [id, Math.round(value * 1000) / 1000]
    }),
  )
}
