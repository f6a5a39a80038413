import { ALL_TOPICS } from '#shared/recommendations'
import { mixSeeds, seededRandom } from '../core/random.ts'
import { packCandidates } from '../core/online/candidates.ts'
import { rankSlate } from '../core/online/rank-slate.ts'
import type { RankerUser } from '../core/online/ranker.ts'
import { deltasOf, multiplierOf, type MultiplierDelta } from '../multipliers.ts'
import { packReason } from '../packed-reason.ts'
import { candidatesFor } from './candidates.ts'
import type { Engine, EngineItem } from './engine.ts'
import { isWanted, type PersonFacts } from './person-facts.ts'
import { sayCause } from './say-cause.ts'

/** Ids with their packed reasons, at the same places. */
export interface Sequence {
  ids: string[]
  reasons: string[]
}
export type Sequences = ReadonlyMap<string, Sequence>

export interface QueueRequest {
  user: RankerUser
  /** Numbers of items. */
  seen: ReadonlySet<number>
  facts: PersonFacts
  /** Of the topics that get a queue, combinedTopicNames. */
  topics: readonly string[]
  /** What is there already: it stays in front, as far as it may. */
  held: Sequences
  /** Only so many of what is there stay in front: the rest is chosen anew, as after a strong signal. */
  keep?: number
  /** Chosen anew each time, for what is left to chance. */
  seed: number
  now: Date
}

export const ALL_LENGTH = 30
export const TOPIC_LENGTH = 20

/**
 * The queues of somebody: `all` and one a topic. What is there stays in its order; the rest is added behind it once half
 * is used up. An item stands in one queue at a time, unless a queue had nothing else. Same input, same bytes.
 */
export function buildQueues(engine: Engine, request: QueueRequest): Map<string, Sequence> {
  const reserved = new Set<number>()
  const queues = new Map<string, Sequence>()
  for (const name of [ALL_TOPICS, ...request.topics]) {
    const queue = buildOne(engine, request, name, reserved)
    for (const id of queue.keys()) reserved.add(engine.numbers.get(id)!)
    const [ids, reasons] = [queue.keys().toArray(), queue.values().toArray()]
    if (ids.length > 0) queues.set(name, { ids, reasons })
  }
  return queues
}

/** Packed reasons by the id of the item, in order. */
type Queue = Map<string, string>

function buildOne(engine: Engine, request: QueueRequest, name: string, reserved: ReadonlySet<number>): Queue {
  const length = name === ALL_TOPICS ? ALL_LENGTH : TOPIC_LENGTH
  const isFree = (item: EngineItem) =>
    !request.seen.has(item.number) && isWanted(item, request.facts, name === ALL_TOPICS)
  const queue = keptFront(engine, request, name, isFree)
  if (request.keep === undefined && queue.size > length / 2) return queue
  const addBest = (isOpen: (number: number) => boolean) => {
    const isCandidate = (item: EngineItem) => isFree(item) && !queue.has(item.id) && isOpen(item.number)
    const near = { follows: request.facts.follows, finished: request.user.finished }
    const found = candidatesFor(engine, name, near, 4 * length, isCandidate)
    for (const [id, reason] of rankItems(engine, request, name, found, length - queue.size)) {
      queue.set(id, reason)
    }
  }
  addBest((number) => !reserved.has(number))
  // nothing else is left of the topic: better in two queues than in none
  if (queue.size < length) addBest((number) => reserved.has(number))
  return queue
}

/** What is there and may stay, with its reasons. */
function keptFront(
  { items, numbers }: Engine,
  { held, keep }: QueueRequest,
  name: string,
  isFree: (item: EngineItem) => boolean,
): Queue {
  const { ids, reasons } = held.get(name) ?? { ids: [], reasons: [] }
  const kept = ids
    .map((id, index) => [id, reasons[index] ?? ''] as const)
    .filter(([id]) => numbers.has(id) && isFree(items[numbers.get(id)!]!))
  return new Map(kept.slice(0, keep))
}

function rankItems(
  engine: Engine,
  { user, facts, seed, now }: QueueRequest,
  name: string,
  candidates: number[],
  count: number,
): (readonly [id: string, reason: string])[] {
  if (candidates.length === 0 || count <= 0) return []
  const slate = rankSlate(engine.ranker, user, {
    candidates: packCandidates(engine.ranker, candidates),
    isOut: () => false,
    count,
    now: now.getTime() / DAY_MS,
    isHot: (number) => !engine.items[number]!.isSlow,
    multiplierOf: (number) => multiplierOf(deltasFor(engine, number, now)),
    random: seededRandom(mixSeeds(seed, user.index, engine.topics.names.indexOf(name))),
  })
  return slate.map((chosen) => {
    const reason = sayCause(engine, chosen, facts.follows, deltasFor(engine, chosen.clip, now))
    return [engine.items[chosen.clip]!.id, packReason(reason)] as const
  })
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const NO_DELTAS: MultiplierDelta[] = []
/** A creator of so few is an early one. */
export const EARLY_ITEMS = 10

/** Of an item as of now. Warnings and votes come with moderation. */
function deltasFor(engine: Engine, number: number, now: Date): MultiplierDelta[] {
  const { publishedAt, isNsfw, creator } = engine.items[number]!
  const isEarlyCreator = (engine.byCreator.get(creator)?.size ?? 0) <= EARLY_ITEMS
  const { earlyPenaltyHours, goldenHours } = engine.multipliers
  const settledAt = publishedAt.getTime() + Math.max(earlyPenaltyHours, goldenHours) * HOUR_MS
  // most of what there is: asked for thousands of candidates of every queue
  if (!isNsfw && !isEarlyCreator && settledAt <= now.getTime()) return NO_DELTAS
  return deltasOf(
    {
      publishedAt,
      isNsfw,
      impressions: engine.ranker.plays[number]!,
      isEarlyCreator,
      warning: null,
      unsureViolation: null,
      hasNoPenalties: false,
    },
    now,
    engine.multipliers,
  )
}
