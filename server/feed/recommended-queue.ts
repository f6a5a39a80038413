import { Types, trusted } from 'mongoose'
import { ALL_TOPICS } from '#shared/recommendations'
import { Clip } from '../clips/clip.model.ts'
import { userIdOf } from '../engagement/engaged-item.ts'
import { onChange } from '../changes.ts'
import { knownThings } from '../known-things.ts'
import { readPlain } from '../plain-reads.ts'
import { Recommendation } from '../recommendations/recommendation.model.ts'
import { unpackCause } from '../recommendations/packed-reason.ts'
import { StartingQueue } from '../recommendations/starting-queue.model.ts'
import { seenOf } from './own-things.ts'
import type { QueueRequest, QueueStep } from './queue.ts'
import { sayReason } from './say-reason.ts'
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
  const { ids, reasons } = await readSequence(userIdOf(actor), topic ?? ALL_TOPICS)
  const isFresh = (id: string) => given.size === 0 || !given.has(fingerprint(id))
  const isSeen = isAgain ? () => false : await seenOf(actor, given.size === 0 ? ids : ids.filter(isFresh))
  const taken: { id: string; why: ReturnType<typeof unpackCause> }[] = []
  let [hasSeen, hasMore] = [false, false]
  for (let at = 0; at < ids.length && !hasMore; at++) {
    const id = ids[at]!
    if (!isFresh(id)) continue
    if (isSeen(id)) hasSeen = true
    else if (taken.length === count) hasMore = true
    else taken.push({ id, why: unpackCause(reasons[at]) })
  }
  const clips = await clipsAmong(taken.filter(({ why }) => !why).map(({ id }) => id))
  const entries = taken.map(({ id, why }) => {
    const kind = why?.kind ?? (clips.has(id) ? 'clip' : 'video')
    return { kind, id, reason: sayReason(why), path: null, place: '' }
  })
  return { entries, place: hasMore ? '' : null, hasSeen }
}

/** No id twice. */
interface Sequence {
  ids: string[]
  /** At the same places; fewer, or none, where nobody wrote them. */
  reasons: string[]
}

const NOTHING: Sequence = { ids: [], reasons: [] }

/** Over all topics, of those who are here now: some 5 KB each. */
const PEOPLE = 2_000
/** In case something changes them without saying so. */
const KEPT_MS = 60_000
/** What the engine puts there for everybody is made anew every few minutes. */
const STARTING_MS = 2_000

const own = knownThings<Sequence | 'none'>({
  entries: PEOPLE,
  keptMs: KEPT_MS,
  read: (userIds) => readOwn(userIds, ALL_TOPICS),
  onlyWhileHearing: true,
})
const starting = knownThings<Sequence>({ entries: 1_000, keptMs: STARTING_MS, read: readStarting })

onChange('queues', ({ userIds }) => {
  if (userIds) for (const userId of userIds) own.forget(userId)
  else own.forgetAll()
})

/** One row for whoever has one. */
async function readSequence(userId: string | null, name: string): Promise<Sequence> {
  const found = userId === null ? 'none' : ((await ownSequence(userId, name)) ?? 'none')
  if (found === 'none')
    return name === ALL_TOPICS ? ((await starting.find([name])).get(name) ?? NOTHING) : NOTHING
  // what was put there by hand has no reasons
  const isRanked = found.reasons.length > 0
  return isRanked && name !== ALL_TOPICS ? NOTHING : found
}

async function ownSequence(userId: string, name: string): Promise<Sequence | 'none' | undefined> {
  const sequences = name === ALL_TOPICS ? await own.find([userId]) : await readOwn([userId], name)
  return sequences.get(userId)
}

/** By person; `none` where they have no row at all. */
async function readOwn(userIds: string[], name: string): Promise<Map<string, Sequence | 'none'>> {
  const filter = { userId: { $in: userIds.map((id) => new Types.ObjectId(id)) } }
  const projection = { userId: 1, [`topicSequences.${name}`]: 1, [`reasons.${name}`]: 1 }
  const rows = await readPlain<StoredQueue>(Recommendation, filter, { projection, limit: userIds.length })
  const byId = new Map(rows.map((row) => [row.userId.toHexString(), sequenceOf(row, name)]))
  return new Map(userIds.map((id) => [id, byId.get(id) ?? 'none']))
}

function sequenceOf({ topicSequences, reasons }: StoredQueue, name: string): Sequence {
  return eachOnce((topicSequences?.[name] ?? []).map(String), reasons?.[name] ?? [])
}

async function readStarting(names: string[]): Promise<Map<string, Sequence>> {
  const rows = await StartingQueue.find({ _id: trusted({ $in: names }) }).lean()
  return new Map(rows.map(({ _id, items, reasons }) => [_id, eachOnce(items.map(String), reasons)]))
}

/** Anybody may put a list there by hand, and the same item in it twice. */
function eachOnce(ids: string[], reasons: string[]): Sequence {
  if (new Set(ids).size === ids.length) return { ids, reasons }
  const isFirst = ids.map((id, at) => ids.indexOf(id) === at)
  return { ids: ids.filter((_, at) => isFirst[at]), reasons: reasons.filter((_, at) => isFirst[at]) }
}

/** As it lies there: a plain object where the schema has a Map. */
interface StoredQueue {
  userId: Types.ObjectId
  topicSequences?: Record<string, unknown[]>
  reasons?: Record<string, string[]>
}

async function clipsAmong(ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const clips = await Clip.find({ _id: trusted({ $in: [...ids] }) }, { _id: 1 }).lean()
  return new Set(clips.map((clip) => clip._id.toHexString()))
}
