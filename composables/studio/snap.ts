export type SnapKind = 'scene' | 'silence' | 'clip'

/** A moment that an edge takes hold of; in seconds. */
export interface SnapPoint {
  at: number
  kind: SnapKind
}

/** The nearest point within reach, else null. `points` are in the order of time. */
export function nearestSnap(points: readonly SnapPoint[], seconds: number, reach: number): SnapPoint | null {
  const after = points.findIndex(({ at }) => at >= seconds)
  const beside = after < 0 ? [points.at(-1)] : [points[after - 1], points[after]]
  const within = beside.filter((point) => point !== undefined && Math.abs(point.at - seconds) <= reach)
  return (within as SnapPoint[]).reduce<SnapPoint | null>(
    (best, each) => (best && Math.abs(best.at - seconds) <= Math.abs(each.at - seconds) ? best : each),
    null,
  )
}

export function inTime(points: readonly SnapPoint[]): SnapPoint[] {
  return [...points].sort((a, b) => a.at - b.at)
}
