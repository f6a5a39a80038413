/** What people rate on has few steps; more different numbers are counts, hours or percentages. */
const MOST_STEPS = 21
/** A lowest value of 0 that is as frequent as this says that somebody did not rate, not that they hated it. */
const UNRATED_SHARE = 0.4

/**
 * How well each rating says that something was liked, 0.25 to 1; NaN stays NaN. On a scale the steps count as they are.
 * Of counts (plays, hours) a few are a thousand times the others: there the rank among all counts.
 * @param ratings overwritten
 */
export function gradeRatings(ratings: Float32Array): Float32Array {
  const values = ratings.filter((value) => !Number.isNaN(value)).sort()
  if (values.length === 0) return ratings
  if (stepsOf(values) > MOST_STEPS) return gradeByRank(ratings, values)
  const unrated = zerosOf(values) > UNRATED_SHARE * values.length ? 0 : NaN
  const from = values.find((value) => value !== unrated) ?? 0
  const to = values[values.length - 1]!
  for (let k = 0; k < ratings.length; k++) {
    const value = ratings[k]!
    if (value === unrated) ratings[k] = NaN
    else ratings[k] = to > from ? 0.25 + (0.75 * (value - from)) / (to - from) : 1
  }
  return ratings
}

/** By the middle of the ranks that a value has among all. */
export function gradeByRank(ratings: Float32Array, sorted = ratings.slice().sort()): Float32Array {
  return ratings.map((value) => {
    if (Number.isNaN(value)) return NaN
    const middle = (firstNotBelow(sorted, value, false) + firstNotBelow(sorted, value, true)) / 2
    return 0.25 + (0.75 * middle) / sorted.length
  })
}

function stepsOf(sorted: Float32Array): number {
  let steps = 1
  for (let k = 1; k < sorted.length && steps <= MOST_STEPS; k++) if (sorted[k] !== sorted[k - 1]) steps++
  return steps
}

const zerosOf = (sorted: Float32Array) => (sorted[0] === 0 ? firstNotBelow(sorted, 0, true) : 0)

/** Place of the first that is not below the value, or of the first above it. */
function firstNotBelow(sorted: Float32Array, value: number, isAbove: boolean): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value || (isAbove && sorted[middle] === value)) low = middle + 1
    else high = middle
  }
  return low
}
