import { Types, trusted, type AnyBulkWriteOperation } from 'mongoose'
import { announceChange } from '../../changes.ts'
import { isDuplicateKey } from '../../database.ts'
import { Recommendation, type RecommendationDocument } from '../recommendation.model.ts'
import { StartingQueue, type StartingQueueDocument } from '../starting-queue.model.ts'
import { UserAffinity, type UserAffinityDocument } from '../user-affinity.model.ts'
import type { Sequence, Sequences } from './build-queues.ts'

/** A row of `recommendations` as it lies there. */
export interface HeldQueues {
  version: number
  isOwn: boolean
  sequences: Sequences
}

export async function readQueues(userIds: readonly string[]): Promise<Map<string, HeldQueues>> {
  const rows = await Recommendation.find({ userId: trusted({ $in: [...userIds] }) }).lean<StoredRow[]>()
  return new Map(rows.map((row) => [row.userId.toHexString(), heldOf(row)]))
}

type StoredRow = Pick<RecommendationDocument, 'userId'> & {
  version?: number
  isOwn?: boolean
  topicSequences?: Record<string, Types.ObjectId[]>
  reasons?: Record<string, string[]>
}

function heldOf({ version = 0, isOwn = false, topicSequences = {}, reasons = {} }: StoredRow): HeldQueues {
  const sequences = Object.entries(topicSequences).map(
    ([name, ids]) => [name, { ids: ids.map(String), reasons: reasons[name] ?? [] }] as const,
  )
  return { version, isOwn, sequences: new Map(sequences) }
}

export interface QueueWrite {
  userId: string
  /** The version that it was made from; null where there was no row. */
  from: number | null
  queues: ReadonlyMap<string, Sequence>
  /** By topic id. */
  affinities: ReadonlyMap<string, number>
}

/** All in one write. A row that its owner changed meanwhile stays as they want it. */
export async function writeQueues(writes: readonly QueueWrite[], now: Date): Promise<void> {
  if (writes.length === 0) return
  await ignoringOthers(Recommendation.bulkWrite(writes.map((write) => queueWrite(write, now)), { ordered: false })) // prettier-ignore
  announceChange('queues', { userIds: writes.map(({ userId }) => userId) })
  const learnt = writes.filter(({ affinities }) => affinities.size > 0)
  if (learnt.length === 0) return
  await ignoringOthers(UserAffinity.bulkWrite(learnt.map(affinityWrite), { ordered: false }))
}

function queueWrite(
  { userId, from, queues }: QueueWrite,
  now: Date,
): AnyBulkWriteOperation<RecommendationDocument> {
  const named = <Value>(of: (sequence: Sequence) => Value) =>
    Object.fromEntries([...queues].map(([name, sequence]) => [name, of(sequence)]))
  const fields = {
    topicSequences: named(({ ids }) => ids.map((id) => new Types.ObjectId(id))),
    reasons: named(({ reasons }) => reasons),
    builtAt: now,
    updatedAt: now,
  }
  const filter = { userId: new Types.ObjectId(userId), version: from ?? 0 }
  const update = { $set: fields, $unset: { isOwn: 1 as const }, $inc: { version: 1 } }
  // the schema's Maps are plain objects to the database
  return { updateOne: { filter, update: update as never, upsert: from === null } }
}

function affinityWrite({ userId, affinities }: QueueWrite): AnyBulkWriteOperation<UserAffinityDocument> {
  const weights = [...affinities].map(([topicId, weight]) => [`affinities.${topicId}`, weight] as const)
  const filter = { userId: new Types.ObjectId(userId) }
  return { updateOne: { filter, update: { $set: Object.fromEntries(weights) } as never, upsert: true } }
}

/** Two first rows of somebody at once: the other's stands, and is looked at again. */
async function ignoringOthers(write: Promise<unknown>): Promise<void> {
  try {
    await write
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
}

export async function readStartingQueue(name: string): Promise<Sequence | undefined> {
  const row = await StartingQueue.findById(name).lean()
  return row ? { ids: row.items.map(String), reasons: row.reasons } : undefined
}

/** For people of whom nothing is known; what has nothing any more goes. */
export async function writeStartingQueues(queues: ReadonlyMap<string, Sequence>, now: Date): Promise<void> {
  const writes = [...queues].map(([name, { ids, reasons }]): AnyBulkWriteOperation<StartingQueueDocument> => {
    const items = ids.map((id) => new Types.ObjectId(id))
    return { updateOne: { filter: { _id: name }, update: { $set: { items, reasons, builtAt: now } }, upsert: true } } // prettier-ignore
  })
  if (writes.length > 0) await StartingQueue.bulkWrite(writes, { ordered: false })
  await StartingQueue.deleteMany({ _id: trusted({ $nin: [...queues.keys()] }) })
}
