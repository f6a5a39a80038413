import type { Columns, Interactions } from './interactions.ts'

/** For each item its strongest others: `offsets[i]` to `offsets[i + 1]` in `item` and `weight`. */
export interface Neighbours {
  offsets: Int32Array
  item: Int32Array
  weight: Float32Array
}

/** Gives the sums of one item to all others: adds to `sums` and lists in `touched` each that it touches first. */
export type Accumulate = (item: number, add: (other: number, value: number) => void) => void

/**
 * Keeps the `keep` strongest of each item after `finish` gave the sum its final value. One pass, memory for one item.
 */
export function strongest(
  items: number,
  keep: number,
  accumulate: Accumulate,
  finish: (item: number, other: number, sum: number) => number,
): Neighbours {
  const sums = new Float64Array(items)
  const touched = new Int32Array(items)
  const offsets = new Int32Array(items + 1)
  let item = new Int32Array(items * 8)
  let weight = new Float32Array(items * 8)
  let size = 0
  let n = 0
  const add = (other: number, value: number) => {
    if (sums[other] === 0) touched[n++] = other
    sums[other]! += value
  }
  for (let i = 0; i < items; i++) {
    n = 0
    accumulate(i, add)
    for (let k = 0; k < n; k++) {
      const other = touched[k]!
      sums[other] = other === i ? 0 : finish(i, other, sums[other]!)
    }
    const kept = selectTop(touched, n, sums, keep)
    if (size + kept > item.length) {
      item = grown(item, new Int32Array(item.length * 2 + kept))
      weight = grown(weight, new Float32Array(weight.length * 2 + kept))
    }
    for (let k = 0; k < kept; k++) {
      const other = touched[k]!
      if (!(sums[other]! > 0)) continue
      item[size] = other
      weight[size++] = sums[other]!
    }
    for (let k = 0; k < n; k++) sums[touched[k]!] = 0
    offsets[i + 1] = size
  }
  return { offsets, item: item.slice(0, size), weight: weight.slice(0, size) }
}

function grown<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from)
  return to
}

/** Moves the `keep` entries of greatest value to the front of `list` (quickselect); how many are there. */
export function selectTop(list: Int32Array, count: number, value: Float64Array, keep: number): number {
  if (count <= keep) return count
  let [low, high] = [0, count - 1]
  while (low < high) {
    const pivot = value[list[(low + high) >> 1]!]!
    let [i, j] = [low, high]
    while (i <= j) {
      while (value[list[i]!]! > pivot) i++
      while (value[list[j]!]! < pivot) j--
      if (i > j) break
      const held = list[i]!
      list[i++] = list[j]!
      list[j--] = held
    }
    if (keep - 1 <= j) high = j
    else if (keep - 1 >= i) low = i
    else break
  }
  return keep
}

/** Of someone with thousands of events only the newest count here: the work grows with their square. */
const MOST_EVENTS = 1000

/**
 * RP3beta (Paudel et al. 2017): two steps of a random walk, user by item by user, with popular targets held down.
 * @param beta 0 leaves the popular where they are, 1 takes all advantage from them
 */
export function fitRandomWalk(
  rows: Interactions,
  columns: Columns,
  { alpha, beta, keep }: { alpha: number; beta: number; keep: number },
): Neighbours {
  const step = new Float64Array(rows.users)
  for (let u = 0; u < rows.users; u++)
    step[u] = Math.max(1, rows.offsets[u + 1]! - rows.offsets[u]!) ** -alpha
  const degree = Float64Array.from({ length: rows.items }, (_, i) =>
    Math.max(1, columns.offsets[i + 1]! - columns.offsets[i]!),
  )
  const start = degree.map((d) => d ** -alpha)
  const held = degree.map((d) => d ** -beta)
  return strongest(
    rows.items,
    keep,
    (item, add) => {
      for (let k = columns.offsets[item]!; k < columns.offsets[item + 1]!; k++) {
        const user = columns.user[k]!
        const to = rows.offsets[user + 1]!
        const value = step[user]! * columns.grade[k]!
        for (let e = Math.max(rows.offsets[user]!, to - MOST_EVENTS); e < to; e++) {
          add(rows.item[e]!, value * rows.grade[e]!)
        }
      }
    },
    (item, other, sum) => sum * start[item]! * held[other]!,
  )
}

/** Cosine of the columns, held down where two things met by chance (shrink). */
export function fitCosine(
  rows: Interactions,
  columns: Columns,
  { shrink, keep }: { shrink: number; keep: number },
): Neighbours {
  const norm = new Float64Array(rows.items)
  for (let i = 0; i < rows.items; i++) norm[i] = Math.sqrt(columns.offsets[i + 1]! - columns.offsets[i]!)
  return strongest(
    rows.items,
    keep,
    (item, add) => {
      for (let k = columns.offsets[item]!; k < columns.offsets[item + 1]!; k++) {
        const user = columns.user[k]!
        const to = rows.offsets[user + 1]!
        for (let e = Math.max(rows.offsets[user]!, to - MOST_EVENTS); e < to; e++) add(rows.item[e]!, 1)
      }
    },
    (item, other, sum) => sum / (norm[item]! * norm[other]! + shrink),
  )
}
