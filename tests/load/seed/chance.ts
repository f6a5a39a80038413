/** The same numbers for the same seed (mulberry32): 0 up to 1. */
export function createChance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296
  }
}

/**
 * `total` spread over `places` by popularity (Zipf's law, with the exponent that video sites show): the first gets most.
 * None gets more than `most`.
 */
export function spread(total: number, places: number, most: number, exponent = 0.9): Uint32Array {
  const weights = Float64Array.from({ length: places }, (_, rank) => 1 / (rank + 1) ** exponent)
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const counts = Uint32Array.from(weights, (weight) => Math.min(most, Math.floor((total * weight) / sum)))
  let left = total - counts.reduce((all, count) => all + count, 0)
  for (let place = 0; left > 0; place = (place + 1) % places) {
    if (counts[place]! >= most) continue
    counts[place]!++
    left--
  }
  return counts
}

/** Every number below `size` once, in an order that looks like none: for picking different ones without remembering. */
export function strider(size: number, start: number): (index: number) => number {
  let step = Math.max(1, Math.floor(size * 0.618) | 1)
  while (divisor(step, size) !== 1) step += 2
  return (index) => (start + index * step) % size
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b)
}
