/** Shorter transfers measure the way there and back, not the width of the line. */
const MIN_BYTES = 32 * 1024
/** Faster than clocks and buffers tell: taken for this long, so that what comes from a cache says only "at least". */
const MIN_MS = 10
/** Half of what counts is of the last so many seconds of transfer: as hls.js and Shaka have it, one quick and one slow. */
const HALF_LIVES_SECONDS = [3, 9]

/** What the line carries, by real transfers: an average that forgets (EWMA, weighted by how long each took). */
export class Throughput {
  private readonly averages = HALF_LIVES_SECONDS.map((halfLife) => ({ halfLife, value: 0, weight: 0 }))

  /** `ms` from the first byte to the last. */
  add(bytes: number, ms: number): void {
    if (bytes < MIN_BYTES) return
    const seconds = Math.max(ms, MIN_MS) / 1000
    const rate = (bytes * 8) / seconds
    for (const average of this.averages) {
      const kept = 0.5 ** (seconds / average.halfLife)
      average.value = average.value * kept + rate * (1 - kept)
      average.weight = average.weight * kept + (1 - kept)
    }
  }

  /** Null before the first transfer. The lower of both averages: quick to believe in less, slow to believe in more. */
  get bitsPerSecond(): number | null {
    const known = this.averages.filter(({ weight }) => weight > 0)
    return known.length > 0 ? Math.min(...known.map(({ value, weight }) => value / weight)) : null
  }
}
