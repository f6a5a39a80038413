import { trusted } from 'mongoose'
import type { FeedReason } from '#shared/feed'
import { ALL_TOPICS } from '#shared/recommendations'
import { Clip } from '../clips/clip.model.ts'
import { userIdOf } from '../engagement/engaged-item.ts'
import { Recommendation } from '../recommendations/recommendation.model.ts'
import type { QueueRequest, QueueStep } from './queue.ts'
import { seenAmong } from './seen-things.ts'
import { fingerprint } from './walk.ts'

const REASON: FeedReason = { code: 'recommended', text: 'Picked for you.' }

/**
 * What was stored as next for somebody (`recommendations.topicSequences`), less what this walk gave and what they saw
 * since. Read anew for each page, so that a list that is replaced meanwhile counts at once.
 * @param topic combinedTopicName, or null over all topics
 */
export async function recommendedQueue(
  topic: string | null,
  { actor, isAgain, count }: Omit<QueueRequest, 'place'>,
  given: ReadonlySet<string>,
): Promise<QueueStep> {
  const stored = await readSequence(userIdOf(actor), topic ?? ALL_TOPICS)
  const fresh = [...new Set(stored)].filter((id) => !given.has(fingerprint(id)))
  const seen = isAgain ? new Set() : await seenAmong(actor, fresh.toSorted().reverse())
  const left = fresh.filter((id) => !seen.has(id))
  const taken = left.slice(0, count)
  const clips = await clipsAmong(taken)
  const entries = taken.map((id) => {
    const kind = clips.has(id) ? ('clip' as const) : ('video' as const)
    return { kind, id, reason: REASON, path: null, place: '' }
  })
  return { entries, place: left.length > taken.length ? '' : null, hasSeen: seen.size > 0 }
}

async function readSequence(userId: string | null, sequence: string): Promise<string[]> {
  if (!userId) return []
  const row = await Recommendation.findOne(
    { userId },
    { [`topicSequences.${sequence}`]: 1 },
  ).lean<StoredQueue>()
  return (row?.topicSequences?.[sequence] ?? []).map(String)
}

/** As it lies there: a plain object where the schema has a Map. */
interface StoredQueue {
  topicSequences?: Record<string, unknown[]>
}

async function clipsAmong(ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const clips = await Clip.find({ _id: trusted({ $in: [...ids] }) }, { _id: 1 }).lean()
  return new Set(clips.map((clip) => clip._id.toHexString()))
}
