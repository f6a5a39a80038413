import { seededRandom, shuffle } from '../../../server/recommendations/core/random.ts'
import {
  withoutMarked,
  type Interactions,
} from '../../../server/recommendations/core/offline/interactions.ts'

export type SplitKind = 'random' | 'user-time' | 'global-time' | 'five-events'

export interface Split {
  train: Interactions
  /** What each user took up that the training does not hold; empty for those who are not asked. */
  targets: Set<number>[]
}

/** Three quarters for training (five events a user in `five-events`), the rest to be found. */
export function splitSet(rows: Interactions, kind: SplitKind, seed: number): Split {
  const random = seededRandom(seed)
  const isHeld = new Uint8Array(rows.item.length)
  const isDropped = new Uint8Array(rows.item.length)
  const bound = rows.time.slice().sort()[Math.floor(rows.time.length * 0.8)]!
  const targets = Array.from({ length: rows.users }, (_, u) => {
    const [from, to] = [rows.offsets[u]!, rows.offsets[u + 1]!]
    const order = Int32Array.from({ length: to - from }, (_, k) => from + k)
    if (kind === 'random' || kind === 'five-events') shuffle(order, random)
    const kept =
      kind === 'global-time'
        ? order.filter((event) => rows.time[event]! < bound).length
        : Math.round(order.length * 0.75)
    const held = order.subarray(kept)
    for (const event of held) isHeld[event] = 1
    if (kind === 'five-events') for (const event of order.subarray(5, kept)) isDropped[event] = 1
    return new Set(Array.from(held, (event) => rows.item[event]!))
  })
  const mark = isHeld.map((value, k) => value | isDropped[k]!)
  return { train: withoutMarked(rows, mark), targets }
}
