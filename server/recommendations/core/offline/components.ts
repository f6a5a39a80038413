import { fitEase, type DenseWeights } from './dense-ease.ts'
import { fitFactors, type Factors } from './factors.ts'
import { countByItem, toColumns, type Interactions } from './interactions.ts'
import { fitCosine, fitRandomWalk, type Neighbours } from './neighbours.ts'
import { fitSequences } from './sequences.ts'
import { fitTopics, type TopicLists, type TopicProfile } from './topic-lift.ts'
import { fitTrends, type Trends } from './trends.ts'

/** What is fitted, and how; chosen once from the data (`chooseSettings`), so that the trial and the real fit agree. */
export interface ComponentSettings {
  /** Most items of the dense EASE block; the most popular get in. */
  easeItems: number
  lambda: number
  /** A block over all items is cheap enough to have it a second time with every event counting as 1. */
  hasPlainEase: boolean
  hasCosine: boolean
  hasSequences: boolean
  rank: number
  keep: number
}

/** Everything that one scoring needs, read-only. */
export interface Components {
  items: number
  /** Place of each item in the dense block, -1 outside. */
  place: Int32Array
  /** Item of each place. */
  block: Int32Array
  graded: DenseWeights
  plain: DenseWeights | null
  walk: Neighbours
  cosine: Neighbours | null
  forward: Neighbours | null
  around: Neighbours | null
  factors: Factors
  popularity: Float64Array
  /** Items by popularity, most first. */
  byPopularity: Int32Array
  wide: Trends
  narrow: Trends
  topics: TopicProfile
}

/** Within this many events fits are quick enough to have all of them. */
const FEW_EVENTS = 400_000

/** @param hasTimes whether the times of the events say in what order things happened */
export function chooseSettings(rows: Interactions, hasTimes: boolean, lambda = 300): ComponentSettings {
  const events = rows.item.length
  const isSmall = rows.items <= 2500
  return {
    easeItems: isSmall ? 2500 : 1500,
    lambda,
    hasPlainEase: isSmall,
    hasCosine: events <= FEW_EVENTS,
    hasSequences: hasTimes,
    rank: events <= FEW_EVENTS ? 48 : 32,
    keep: events <= FEW_EVENTS ? 300 : 200,
  }
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
  const block = byPopularity.subarray(0, Math.min(rows.items, settings.easeItems))
  const place = new Int32Array(rows.items).fill(-1)
  block.forEach((item, at) => (place[item] = at))
  const { keep, lambda } = settings
  const sequences = (isBothWays: boolean, window: number) =>
    settings.hasSequences ? fitSequences(rows, columns, { window, isBothWays, keep }) : null
  return {
    items: rows.items,
    place,
    block,
    graded: fitEase(rows, place, block.length, lambda * meanGrade(rows), 0.5),
    plain: settings.hasPlainEase ? fitEase(rows, place, block.length, lambda, 0) : null,
    walk: fitRandomWalk(rows, columns, { alpha: 0.9, beta: 0.3, keep }),
    cosine: settings.hasCosine ? fitCosine(rows, columns, { shrink: 20, keep }) : null,
    forward: sequences(false, 5),
    around: sequences(true, 8),
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
