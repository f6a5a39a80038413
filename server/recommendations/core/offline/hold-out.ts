import { seededRandom, shuffle } from '../random.ts'
import { REFUSED_GRADE, withoutMarked, type Interactions } from './interactions.ts'
import type { PersonHistory } from './score-user.ts'

/** Somebody whose hidden events are to be found again. */
export interface HeldUser {
  kind: 'random' | 'later'
  history: PersonHistory
  /** Hidden items and what finding each is worth. */
  targets: Map<number, number>
}

export interface HoldOut {
  /** Everything but what was hidden. */
  rows: Interactions
  users: HeldUser[]
}

const HIDDEN_SHARE = 0.22
const FEWEST_EVENTS = 3
/** One in so many is asked with a handful of events only, as somebody who has just come. */
const SHORT_EVERY = 7
const SHORT_HISTORY = 5

/**
 * Hides events of some users: of one half the latest, of the other half any. Nothing in a training file says which
 * kind is asked for later, so both are tried.
 * @param hasTimes whether there is a latest
 * @param share of all people, `most` of them
 */
export function holdOut(
  rows: Interactions,
  hasTimes: boolean,
  { share, most, seed }: { share: number; most: number; seed: number },
): HoldOut {
  const random = seededRandom(seed)
  const able: number[] = []
  for (let u = 0; u < rows.users; u++) {
    if (rows.offsets[u + 1]! - rows.offsets[u]! >= FEWEST_EVENTS) able.push(u)
  }
  const chosen = shuffle(able, random).slice(0, Math.min(most, Math.ceil(share * able.length)))
  const isHeld = new Uint8Array(rows.item.length)
  const users = chosen.map((user, turn) => {
    const [from, to] = [rows.offsets[user]!, rows.offsets[user + 1]!]
    const kind = hasTimes && turn % 2 === 1 ? 'later' : 'random'
    const isShort = turn % SHORT_EVERY === 0 && to - from > 4 * SHORT_HISTORY
    const shown = isShort ? SHORT_HISTORY : to - from - Math.max(1, Math.round((to - from) * HIDDEN_SHARE))
    const order = Int32Array.from({ length: to - from }, (_, k) => from + k)
    if (kind === 'random') {
      shuffle(order, random)
      order.subarray(0, shown).sort()
    }
    for (const event of order.subarray(shown)) isHeld[event] = 1
    return { kind, history: historyOf(rows, order.subarray(0, shown)), targets: targetsOf(rows, order.subarray(shown)) } as HeldUser // prettier-ignore
  })
  return { rows: withoutMarked(rows, isHeld), users }
}

function historyOf(rows: Interactions, events: Int32Array): PersonHistory {
  return {
    item: Int32Array.from(events, (event) => rows.item[event]!),
    time: Float64Array.from(events, (event) => rows.time[event]!),
    grade: Float32Array.from(events, (event) => rows.grade[event]!),
  }
}

/** What was refused is no target; what was liked less is worth a little less, since some judges count all alike. */
function targetsOf(rows: Interactions, events: Int32Array): Map<number, number> {
  const targets = new Map<number, number>()
  for (const event of events) {
    const grade = rows.grade[event]!
    if (grade > REFUSED_GRADE) targets.set(rows.item[event]!, 0.5 + 0.5 * grade)
  }
  return targets
}

/** Whether times tell an order: enough people with several events have more than one time. */
export function hasOrder(rows: Interactions): boolean {
  let [several, ordered] = [0, 0]
  for (let u = 0; u < rows.users; u++) {
    const [from, to] = [rows.offsets[u]!, rows.offsets[u + 1]!]
    if (to - from < 2) continue
    several++
    if (rows.time[from] !== rows.time[to - 1]) ordered++
  }
  return ordered > several / 4
}
