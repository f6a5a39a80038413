import { firstStep } from './first-step.ts'
import type { WatchableFacts } from './probe-video.ts'
import type { Rung } from './rendition-ladder.ts'

/** Twice the usual: still a quick seek and a quick change of quality. */
const MAX_SEGMENT_SECONDS = 8
/** Above the rung's own bound by this much it would cost viewers more than an encode costs us. */
const BITRATE_TOLERANCE = 1.25

/** Whether the source could serve as its own top rung; its keyframes and bitrate are known only after the copy. */
export function isCopyCandidate(facts: WatchableFacts, top: Rung): boolean {
  const { video } = facts
  return (
    firstStep(facts).video === 'copy' &&
    video.hasSquarePixels &&
    top.frameRate === null &&
    video.startSeconds <= 0.04 &&
    top.width === video.width &&
    top.height === video.height
  )
}

/** Whether a copied stream may stand in one ladder with encoded ones. */
export function isFitForLadder(
  copy: { segmentSeconds: readonly number[]; averageBitrate: number },
  rung: Rung,
): boolean {
  const longest = Math.max(...copy.segmentSeconds)
  return longest <= MAX_SEGMENT_SECONDS && copy.averageBitrate <= rung.maxBitrate * BITRATE_TOLERANCE
}

/** A step down must save at least this share of the bits to be worth a smaller picture. */
const STEP_DOWN = 0.8
/** What a segment of four seconds may take: its own time at the bound, and the encoder's buffer of two seconds. */
const PEAK_OVER_BOUND = 1.5
const LOWEST_BITRATE = 50_000

/**
 * The rungs below a copied one, lowest first, each bounded to clearly less than the one above: players go by bandwidth,
 * and would choose the smaller picture where a thrifty source costs less than our encode of it.
 */
export function cheaperThan(copiedPeakBitrate: number, rungs: readonly Rung[]): Rung[] {
  const bound = (below: number) => (copiedPeakBitrate / PEAK_OVER_BOUND) * STEP_DOWN ** below
  return rungs.map((rung, index) => {
    const maxBitrate = Math.max(LOWEST_BITRATE, Math.floor(bound(rungs.length - index)))
    return { ...rung, maxBitrate: Math.min(rung.maxBitrate, maxBitrate) }
  })
}

/** Start of each segment in seconds, from zero. */
export function boundariesOf(segmentSeconds: readonly number[]): number[] {
  let start = 0
  return segmentSeconds.map((seconds) => {
    const at = start
    start += seconds
    return at
  })
}
