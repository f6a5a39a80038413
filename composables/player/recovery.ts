/** Waits before a failed stream is tried again, in milliseconds; after the last it is for the viewer to decide. */
const WAITS_MS = [1000, 2500, 6000]

export interface NextTry {
  waitMs: number
  /** Play no more than this; null leaves it as it is. */
  height: number | null
}

/**
 * What to do about the failure after `failures` others in a row, or null to give up. A smaller picture is tried before
 * the wait grows: it asks less of a bad line, and a damaged rendition is not met again.
 * @param heights on offer, highest first
 */
export function nextTry(
  failures: number,
  heights: readonly number[],
  playingHeight: number | null,
): NextTry | null {
  const waitMs = WAITS_MS[failures]
  if (waitMs === undefined) return null
  const lower = playingHeight === null ? [] : heights.filter((height) => height < playingHeight)
  // the next one down first, then the smallest that there is
  return { waitMs, height: (failures === 0 ? lower[0] : lower.at(-1)) ?? null }
}

/** Of what a remembered wish names, the nearest that there is: not above it, else the smallest. */
export function nearestHeight(heights: readonly number[], wish: number): number | null {
  return heights.find((height) => height <= wish) ?? heights.at(-1) ?? null
}
