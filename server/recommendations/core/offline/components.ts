import { fitEase, type DenseWeights } from './dense-ease.ts'
import { fitFactors, type Factors } from './factors.ts'
import { countByItem, toColumns, type Interactions } from './interactions.ts'
import { fitCosine, fitRandomWalk, type Neighbours } from './neighbours.ts'
import { fitSequences } from './sequences.ts'
import { fitSuccessors } from './successors.ts'
import { fitTopics, type TopicLists, type TopicProfile } from './topic-lift.ts'
import type { ComponentSettings } from './component-settings.ts'
import { fitTrends, type Trends } from './trends.ts'

/** Place of an item that is in no block: behind the end of each. */
export const NOWHERE = 0x7fffffff

/** What follows what, with the half-life (in steps) that a history is to be faded with. */
export interface Successors extends DenseWeights {
  halfLife: number
}

/** Everything that one scoring needs, read-only. */
export interface Components {
  items: number
  /** Place of each item by popularity, NOWHERE outside the largest dense block; smaller ones end earlier. */
  place: Int32Array
  /** Item of each place. */
  block: Int32Array
  graded: DenseWeights
  plain: DenseWeights | null
  walk: Neighbours
  cosine: Neighbours | null
  forward: Neighbours | null
  around: Neighbours | null
  next: Successors | null
  later: Successors | null
  factors: Factors
  popularity: Float64Array
  /** Items by popularity, most first. */
  byPopularity: Int32Array
  wide: Trends
  narrow: Trends
  topics: TopicProfile
}

export function fitComponents(
  rows: Interactions,
  topicsOf: TopicLists,
  settings: ComponentSettings,
): Components {
  const columns = toColumns(rows)
  const popularity = countByItem(rows)
  const byPopularity = Int32Array.from({ length: rows.items }, (_, item) => item).sort(
    (a, b) => popularity[b]! - popularity[a]! || a - b,
  )
  const { keep, lambda, gradedItems, plainItems, nextItems, laterItems } = settings
  const block = byPopularity.subarray(0, Math.max(gradedItems, plainItems, nextItems, laterItems))
  const place = new Int32Array(rows.items).fill(NOWHERE)
  block.forEach((item, at) => (place[item] = at))
  const sequences = (isBothWays: boolean, window: number) =>
    settings.hasSequences ? fitSequences(rows, columns, { window, isBothWays, keep }) : null
  const successors = (size: number, halfLife: number) =>
    size > 0 ? { halfLife, ...fitSuccessors(rows, place, size, { halfLife, lambda }) } : null
  return {
    items: rows.items,
    place,
    block,
    graded: fitEase(rows, place, gradedItems, lambda * meanGrade(rows), 0.5),
    plain: plainItems > 0 ? fitEase(rows, place, plainItems, lambda, 0) : null,
    walk: fitRandomWalk(rows, columns, { alpha: 0.9, beta: 0.3, keep }),
    cosine: settings.hasCosine ? fitCosine(rows, columns, { shrink: 20, keep }) : null,
    forward: sequences(false, 5),
    around: sequences(true, 8),
    next: successors(nextItems, 3),
    later: successors(laterItems, 30),
    factors: fitFactors(rows, columns, {
      rank: settings.rank,
      sweeps: 6,
      background: 0.1,
      ridge: 0.02,
      seed: 7,
    }),
    popularity,
    byPopularity,
    wide: fitTrends(rows, 64, 6),
    narrow: fitTrends(rows, 256, 3),
    topics: fitTopics(rows, topicsOf),
  }
}

/** Of graded values the squares are smaller, and so must the ridge be. */
function meanGrade({ grade }: Interactions): number {
  let sum = 0
  for (const value of grade) sum += value
  return grade.length === 0 ? 1 : sum / grade.length
}
