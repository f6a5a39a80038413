import type { Components, Successors } from './components.ts'
import type { DenseWeights } from './dense-ease.ts'
import { foldIn } from './factors.ts'
import { selectTop, type Neighbours } from './neighbours.ts'
import { liftByTopic, liftOf } from './topic-lift.ts'
import { sliceOf, type Trends } from './trends.ts'

/** What somebody did so far, oldest first. */
export interface PersonHistory {
  item: Int32Array
  time: Float64Array
  grade: Float32Array
}

/** In the order of the columns of `Scored.features`. */
export const FEATURES = [
  'plain',
  'graded',
  'recent',
  'walk',
  'cosine',
  'factors',
  'forward',
  'around',
  'next',
  'later',
  'popularity',
  'wide',
  'narrow',
  'topics',
] as const
export const FEATURE_COUNT = FEATURES.length
const columnOf = (name: (typeof FEATURES)[number]) => FEATURES.indexOf(name)
const [PLAIN, GRADED, RECENT, WALK, COSINE] = [columnOf('plain'), columnOf('graded'), columnOf('recent'), columnOf('walk'), columnOf('cosine')] // prettier-ignore
const [FACTORS, FORWARD, AROUND, NEXT, LATER] = [columnOf('factors'), columnOf('forward'), columnOf('around'), columnOf('next'), columnOf('later')] // prettier-ignore
const [POPULARITY, WIDE, NARROW, TOPICS] = [columnOf('popularity'), columnOf('wide'), columnOf('narrow'), columnOf('topics')] // prettier-ignore
/** The features that are sums over the history come first. */
const SUMS = POPULARITY

/** The first `count` of `items`, with one row of FEATURE_COUNT values each. Overwritten by the next scoring. */
export interface Scored {
  count: number
  items: Int32Array
  features: Float32Array
}

/** Sums by which candidates are picked. */
const PICKED = [PLAIN, GRADED, RECENT, WALK, COSINE, FORWARD, AROUND, NEXT, LATER]
/** Best of each component that get a look at all; the first of all components come before the rest of any. */
const FIRST_OF_COMPONENT = 40
const PER_COMPONENT = 150
/** Events after which an old one counts half in `recent`. */
const HALF_LIFE = 15
const LAST_EVENTS = 10
/** Below this share of its worth something is no longer counted. */
const FADED = 0.02

/** A function that scores one history after another on arrays that are made once. */
export function newScorer(components: Components): (history: PersonHistory) => Scored {
  const { items, place, block } = components
  const sums = Array.from({ length: SUMS }, () => new Float64Array(items))
  const touched = Array.from({ length: SUMS }, () => ({ list: new Int32Array(items), n: 0 }))
  const isSeen = new Uint8Array(items)
  const isPicked = new Uint8Array(items)
  const out: Scored = {
    count: 0,
    items: new Int32Array(items),
    features: new Float32Array(Math.min(items, PER_COMPONENT * FEATURE_COUNT) * FEATURE_COUNT),
  }
  const most = out.features.length / FEATURE_COUNT
  const lift = new Float64Array(components.topics.topics)
  const fold = foldIn(components.factors)
  const scratch = new Int32Array(items)

  const addDense = (feature: number, { size, weights }: DenseWeights, item: number, value: number) => {
    const at = place[item]!
    if (at >= size || value === 0) return
    const sum = sums[feature]!
    const base = at * size
    for (let k = 0; k < size; k++) sum[block[k]!]! += value * weights[base + k]!
    touched[feature]!.n = -size
  }
  const addSparse = (feature: number, lists: Neighbours | null, item: number, value: number) => {
    if (!lists) return
    const sum = sums[feature]!
    const { list } = touched[feature]!
    for (let k = lists.offsets[item]!; k < lists.offsets[item + 1]!; k++) {
      const other = lists.item[k]!
      if (sum[other] === 0) list[touched[feature]!.n++] = other
      sum[other]! += value * lists.weight[k]!
    }
  }
  const addSuccessors = (feature: number, successors: Successors | null, item: number, fromEnd: number) => {
    if (!successors) return
    const value = 2 ** (-fromEnd / successors.halfLife)
    if (value > FADED) addDense(feature, successors, item, value)
  }
  const pick = (item: number) => {
    if (isSeen[item] || isPicked[item] || out.count >= most) return
    isPicked[item] = 1
    out.items[out.count++] = item
  }
  const pickBest = (feature: number, most: number) => {
    const { list, n } = touched[feature]!
    if (n < 0) scratch.set(block.subarray(0, -n))
    else scratch.set(list.subarray(0, n))
    let count = 0
    const total = Math.abs(n)
    for (let k = 0; k < total; k++) if (!isSeen[scratch[k]!]) scratch[count++] = scratch[k]!
    const kept = selectTop(scratch, count, sums[feature]!, most)
    for (let k = 0; k < kept; k++) if (sums[feature]![scratch[k]!]! > 0) pick(scratch[k]!)
  }
  const pickPopular = (most: number) => {
    for (let k = 0, picked = 0; k < items && picked < most; k++) {
      const item = components.byPopularity[k]!
      if (!isSeen[item]) picked++
      pick(item)
    }
  }
  const reset = () => {
    for (let f = 0; f < SUMS; f++) {
      const { list, n } = touched[f]!
      if (n < 0) for (let k = 0; k < -n; k++) sums[f]![block[k]!] = 0
      else for (let k = 0; k < n; k++) sums[f]![list[k]!] = 0
      touched[f]!.n = 0
    }
    for (let k = 0; k < out.count; k++) isPicked[out.items[k]!] = 0
    out.count = 0
  }
  const spread = (history: PersonHistory) => {
    const n = history.item.length
    for (let k = 0; k < n; k++) {
      const item = history.item[k]!
      const grade = history.grade[k]!
      const fromEnd = n - 1 - k
      addDense(GRADED, components.graded, item, Math.sqrt(grade))
      const recency = 2 ** (-fromEnd / HALF_LIFE)
      if (recency > FADED) addDense(RECENT, components.graded, item, Math.sqrt(grade) * recency)
      if (components.plain) addDense(PLAIN, components.plain, item, 1)
      addSparse(WALK, components.walk, item, grade)
      addSparse(COSINE, components.cosine, item, 1)
      if (fromEnd < LAST_EVENTS) addSparse(FORWARD, components.forward, item, 0.75 ** fromEnd)
      addSparse(AROUND, components.around, item, 1)
      addSuccessors(NEXT, components.next, item, fromEnd)
      addSuccessors(LATER, components.later, item, fromEnd)
    }
  }
  const describe = (history: PersonHistory) => {
    const n = history.item.length
    const now = n === 0 ? Infinity : history.time[n - 1]!
    const wide = rowOf(components.wide, now)
    const narrow = rowOf(components.narrow, now)
    liftByTopic(components.topics, history, lift)
    const vector = fold(history.item)
    const { rank, items: vectors } = components.factors
    for (let c = 0; c < out.count; c++) {
      const item = out.items[c]!
      const row = c * FEATURE_COUNT
      for (let f = 0; f < SUMS; f++) if (f !== FACTORS) out.features[row + f] = sums[f]![item]!
      let product = 0
      for (let k = 0; k < rank; k++) product += vector[k]! * vectors[item * rank + k]!
      out.features[row + FACTORS] = product
      out.features[row + POPULARITY] = Math.log(1 + components.popularity[item]!)
      out.features[row + WIDE] = Math.log(0.5 + wide[item]!)
      out.features[row + NARROW] = Math.log(0.5 + narrow[item]!)
      out.features[row + TOPICS] = liftOf(components.topics, lift, item)
    }
    for (let f = 0; f < SUMS; f++) scaleColumn(out, f)
  }

  return (history) => {
    reset()
    for (const item of history.item) isSeen[item] = 1
    spread(history)
    for (const most of [FIRST_OF_COMPONENT, PER_COMPONENT]) {
      for (const feature of PICKED) pickBest(feature, most)
      pickPopular(most)
    }
    if (items <= most) for (let item = 0; item < items; item++) pick(item)
    describe(history)
    for (const item of history.item) isSeen[item] = 0
    return out
  }
}

function rowOf(trends: Trends, time: number): Float32Array {
  const slice = sliceOf(trends, time)
  return trends.counts.subarray(slice * trends.items, (slice + 1) * trends.items)
}

/** The mean of the ten greatest becomes 1, so that columns of several people can be weighed alike. */
function scaleColumn({ count, features }: Scored, column: number): void {
  const greatest = new Float64Array(10)
  for (let c = 0; c < count; c++) {
    let value = features[c * FEATURE_COUNT + column]!
    for (let k = 0; k < 10 && value > 0; k++) {
      if (value <= greatest[k]!) continue
      const held = greatest[k]!
      greatest[k] = value
      value = held
    }
  }
  const mean = greatest.reduce((sum, value) => sum + value, 0) / 10
  if (!(mean > 0)) return
  for (let c = 0; c < count; c++) features[c * FEATURE_COUNT + column]! /= mean
}
