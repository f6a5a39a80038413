import type { Actor } from '../accounts/actor.ts'
import { admit, type Admitted } from './admit.ts'
import { newestQueue } from './newest-queue.ts'
import { pathQueue } from './path-queue.ts'
import type { QueueEntry, QueueStep } from './queue.ts'
import { recommendedQueue } from './recommended-queue.ts'
import { fingerprint, type Walk } from './walk.ts'

/** An item, and where the walk goes on after it. */
export interface Taken extends Admitted {
  after: Walk
}

export interface TakenStep {
  taken: Taken[]
  /** Where to go on when all were given; null at the end of the sequence. */
  walk: Walk | null
  /** Something was passed over because it was seen. */
  hasSeen: boolean
}

/** Of one request: somebody who has seen thousands gets a short page rather than a slow one. */
const MAX_STEPS = 4
/** Asked for beyond what is wanted, for those that may not be shown. */
const SPARE = 3

/**
 * The next items of a sequence, as far as this person may be shown them: at least `wanted`, or all that are left, or
 * fewer where a great deal had to be passed over.
 * @param topic combinedTopicName, or null over all topics
 * @throws NotFound when there is no such topic
 */
export async function takeNext(
  actor: Actor,
  topic: string | null,
  start: Walk,
  wanted: number,
): Promise<TakenStep> {
  const taken: Taken[] = []
  let walk = start
  let hasSeen = false
  for (let step = 0; step < MAX_STEPS && taken.length < wanted; step++) {
    const found = await nextEntries(actor, topic, walk, wanted - taken.length + SPARE)
    const admitted = new Map((await admit(actor, topic, found.entries)).map((each) => [each.entry.id, each]))
    hasSeen ||= found.hasSeen
    for (const entry of found.entries) {
      const item = admitted.get(entry.id)
      walk = pass(walk, entry, item !== undefined)
      if (item) taken.push({ ...item, after: walk })
    }
    if (found.place !== null) walk = { ...walk, place: found.place }
    else if (walk.stage === 'recommended') walk = { ...walk, stage: 'order' }
    else return { taken, walk: null, hasSeen }
  }
  return { taken, walk, hasSeen }
}

/** Where the queue comes from. */
async function nextEntries(
  actor: Actor,
  topic: string | null,
  { stage, place, isAgain, given }: Walk,
  count: number,
): Promise<QueueStep> {
  const isGiven = new Set(given)
  if (stage === 'recommended') return recommendedQueue(topic, { actor, isAgain, count }, isGiven)
  // what was recommended may be all that comes first here: it does not count
  const request = { actor, place, isAgain, count: count + isGiven.size }
  const step = await (topic === null ? newestQueue : pathQueue(topic))(request)
  const left = step.entries.filter(({ id }) => !isGiven.has(fingerprint(id)))
  if (left.length <= count) return { ...step, entries: left }
  return { ...step, entries: left.slice(0, count), place: left[count - 1]!.place }
}

/** What may not be shown is passed as well, or the next page would look at it again. */
function pass(walk: Walk, entry: QueueEntry, isShown: boolean): Walk {
  const position = walk.position + (isShown ? 1 : 0)
  if (walk.stage === 'order') return { ...walk, position, place: entry.place }
  return { ...walk, position, given: [...walk.given, fingerprint(entry.id)] }
}
