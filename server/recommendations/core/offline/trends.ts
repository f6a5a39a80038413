import type { Interactions } from './interactions.ts'

/** How often each item was taken up, in slices of equally many events. */
export interface Trends {
  slices: number
  /** First time of each slice, ascending. */
  starts: Float64Array
  /** `counts[slice * items + item]`, smoothed over neighbouring slices. */
  counts: Float32Array
  items: number
}

const MOST_CELLS = 6_000_000

/** @param width how many slices on each side still count for a slice, at half weight */
export function fitTrends(rows: Interactions, slices: number, width: number): Trends {
  const times = rows.time.slice().sort()
  const wanted = Math.max(1, Math.min(slices, Math.floor(MOST_CELLS / Math.max(1, rows.items))))
  const starts = new Float64Array(wanted)
  for (let s = 0; s < wanted; s++) starts[s] = times[Math.floor((s * times.length) / wanted)] ?? 0
  const trends = { slices: wanted, starts, counts: new Float32Array(wanted * rows.items), items: rows.items }
  const raw = new Float32Array(wanted * rows.items)
  for (let k = 0; k < rows.item.length; k++) {
    raw[sliceOf(trends, rows.time[k]!) * rows.items + rows.item[k]!]!++
  }
  for (let s = 0; s < wanted; s++) {
    for (let near = Math.max(0, s - 3 * width); near <= Math.min(wanted - 1, s + 3 * width); near++) {
      const weight = 2 ** (-Math.abs(near - s) / width)
      const [to, from] = [s * rows.items, near * rows.items]
      for (let i = 0; i < rows.items; i++) trends.counts[to + i]! += weight * raw[from + i]!
    }
  }
  return trends
}

/** The slice that a time falls into. */
export function sliceOf({ starts }: Pick<Trends, 'starts'>, time: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= time) low = middle
    else high = middle - 1
  }
  return low
}
