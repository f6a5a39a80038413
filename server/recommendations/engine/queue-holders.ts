import { Recommendation, type RecommendationDocument } from '../recommendation.model.ts'
import { ALL_TOPICS } from '#shared/recommendations'
import type { Engine } from './engine.ts'
import type { QueueWrite } from './write-queues.ts'

/** In whose queue over all topics something stands: by person the numbers of the items. */
export type QueueHolders = Map<string, Int32Array>

/** Those who were here last; others get another queue when they come. */
const MAX_PEOPLE = 50_000
const BATCH = 1_000

export async function loadHolders(engine: Engine): Promise<QueueHolders> {
  const holders: QueueHolders = new Map()
  const rows = Recommendation.find({}, { userId: 1, [`topicSequences.${ALL_TOPICS}`]: 1 })
    .sort({ builtAt: -1 })
    .limit(MAX_PEOPLE)
    .batchSize(BATCH)
    .lean<StoredRow>()
    .cursor()
  for await (const { userId, topicSequences } of rows) {
    noteHolder(engine, holders, String(userId), (topicSequences?.[ALL_TOPICS] ?? []).map(String))
  }
  return holders
}

type StoredRow = Pick<RecommendationDocument, 'userId'> & { topicSequences?: Record<string, unknown[]> }

export function noteHolders(engine: Engine, holders: QueueHolders, writes: readonly QueueWrite[]): void {
  for (const { userId, queues } of writes) {
    noteHolder(engine, holders, userId, queues.get(ALL_TOPICS)?.ids ?? [])
  }
}

/** A few compares for each: 50,000 people in about 5 ms. */
export function holdersOf(holders: QueueHolders, items: ReadonlySet<number>): string[] {
  if (items.size === 0) return []
  return [...holders].filter(([, numbers]) => numbers.some((number) => items.has(number))).map(([id]) => id)
}

function noteHolder(engine: Engine, holders: QueueHolders, userId: string, ids: readonly string[]): void {
  const numbers = ids.map((id) => engine.numbers.get(id)).filter((number) => number !== undefined)
  holders.delete(userId)
  holders.set(userId, Int32Array.from(numbers))
  if (holders.size <= MAX_PEOPLE) return
  for (const oldest of holders.keys()) {
    holders.delete(oldest)
    return
  }
}
