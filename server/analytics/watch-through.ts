import { SECONDS_PER_CURVE } from './watch-curve.model.ts'

interface CurvePart {
  part: number
  plays?: number | null
  seconds?: Record<string, number>
}

/** For each second of an item: plays of it for each play of the item. Empty where nobody played it. */
export function watchThrough(parts: readonly CurvePart[], durationSeconds: number): number[] {
  const plays = parts.find(({ part }) => part === 0)?.plays ?? 0
  if (plays <= 0) return []
  const shares = new Array<number>(Math.max(1, Math.round(durationSeconds))).fill(0)
  for (const { part, seconds = {} } of parts) {
    for (const [second, times] of Object.entries(seconds)) {
      const place = part * SECONDS_PER_CURVE + Number(second)
      if (place < shares.length) shares[place] = Math.round((times / plays) * 1000) / 1000
    }
  }
  return shares
}
