import { Types, trusted } from 'mongoose'
import { ALL_TOPICS } from '#shared/recommendations'
import { Clip } from '../clips/clip.model.ts'
import { userIdOf } from '../engagement/engaged-item.ts'
import { readPlain } from '../plain-reads.ts'
import { Recommendation } from '../recommendations/recommendation.model.ts'
import { unpackReason } from '../recommendations/packed-reason.ts'
import { StartingQueue } from '../recommendations/starting-queue.model.ts'
import type { QueueRequest, QueueStep } from './queue.ts'
import { sayReason } from './say-reason.ts'
import { seenAmong } from './seen-things.ts'
import { fingerprint } from './walk.ts'

/**
 * What is stored as next for somebody (`recommendations.topicSequences`), less what this walk gave and what they saw
 * since; for people of whom nothing is known what is stored for all of them. Within a topic the learning path is the
 * order, step by step, and only what somebody put before it by themselves comes first. Read anew for each page, so that
 * a list that is replaced meanwhile counts at once.
 * @param topic combinedTopicName, or null over all topics
 */
export async function recommendedQueue(
  topic: string | null,
  { actor, isAgain, count }: Omit<QueueRequest, 'place'>,
  given: ReadonlySet<string>,
): Promise<QueueStep> {
  const { ids: stored, reasons } = await readSequence(userIdOf(actor), topic ?? ALL_TOPICS)
  const fresh = [...new Set(stored)].filter((id) => !given.has(fingerprint(id)))
  const seen = isAgain ? new Set() : await seenAmong(actor, fresh.toSorted().reverse())
  const left = fresh.filter((id) => !seen.has(id))
  const taken = left.slice(0, count).map((id) => ({ id, why: unpackReason(reasons[stored.indexOf(id)]) }))
  const clips = await clipsAmong(taken.filter(({ why }) => !why).map(({ id }) => id))
  const entries = taken.map(({ id, why }) => {
    const kind = why?.kind ?? (clips.has(id) ? 'clip' : 'video')
    return { kind, id, reason: sayReason(why), path: null, place: '' }
  })
  return { entries, place: left.length > taken.length ? '' : null, hasSeen: seen.size > 0 }
}

interface Sequence {
  ids: string[]
  /** At the same places; fewer, or none, where nobody wrote them. */
  reasons: string[]
}

const NOTHING: Sequence = { ids: [], reasons: [] }

/** One row for whoever has one. */
async function readSequence(userId: string | null, name: string): Promise<Sequence> {
  const row = userId && (await readOwnRow(userId, name))
  if (!row) return name === ALL_TOPICS ? readStartingSequence(name) : NOTHING
  const reasons = row.reasons?.[name] ?? []
  // what was put there by hand has none
  const isRanked = reasons.length > 0
  if (isRanked && name !== ALL_TOPICS) return NOTHING
  return { ids: (row.topicSequences?.[name] ?? []).map(String), reasons }
}

async function readOwnRow(userId: string, name: string): Promise<StoredQueue | undefined> {
  const projection = { [`topicSequences.${name}`]: 1, [`reasons.${name}`]: 1 }
  const filter = { userId: new Types.ObjectId(userId) }
  const [row] = await readPlain<StoredQueue>(Recommendation, filter, { projection, limit: 1 })
  return row
}

async function readStartingSequence(name: string): Promise<Sequence> {
  const row = await StartingQueue.findById(name).lean()
  return { ids: row?.items.map(String) ?? [], reasons: row?.reasons ?? [] }
}

/** As it lies there: a plain object where the schema has a Map. */
interface StoredQueue {
  topicSequences?: Record<string, unknown[]>
  reasons?: Record<string, string[]>
}

async function clipsAmong(ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const clips = await Clip.find({ _id: trusted({ $in: [...ids] }) }, { _id: 1 }).lean()
  return new Set(clips.map((clip) => clip._id.toHexString()))
}
