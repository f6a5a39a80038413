/** Milliseconds to the first picture: upper bounds of the buckets, closest where people feel a difference. The last has none. */
export const FIRST_FRAME_BOUNDS = [
  50, 100, 150, 200, 300, 400, 600, 800, 1000, 1500, 2000, 3000, 5000, 10_000,
] as const

export const FIRST_FRAME_BUCKETS = FIRST_FRAME_BOUNDS.length + 1

export function bucketOf(milliseconds: number): number {
  const index = FIRST_FRAME_BOUNDS.findIndex((bound) => milliseconds <= bound)
  return index < 0 ? FIRST_FRAME_BOUNDS.length : index
}

/**
 * As Prometheus' histogram_quantile: even within the bucket. Null without values; beyond the last bound that bound.
 * @param counts of each bucket
 * @param share 0 to 1
 */
export function quantileOf(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  const rank = share * total
  let below = 0
  for (const [index, count] of counts.entries()) {
    const upper = FIRST_FRAME_BOUNDS[index]
    if (upper === undefined) break
    if (count > 0 && below + count >= rank) {
      const lower = index === 0 ? 0 : FIRST_FRAME_BOUNDS[index - 1]!
      return Math.round(lower + ((upper - lower) * Math.max(0, rank - below)) / count)
    }
    below += count
  }
  return FIRST_FRAME_BOUNDS.at(-1)!
}
