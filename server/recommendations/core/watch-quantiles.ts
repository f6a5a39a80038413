import { DURATION_BUCKETS, durationBucket } from './reward.ts'

/** Watch shares seen so far, counted in steps of a twentieth by duration bucket: exact, small and mergeable. */
export interface WatchQuantiles {
  counts: Float64Array
}

const STEPS = 20
/** Before anything was seen every share is as likely as any other. */
const PRIOR = 1

export function newWatchQuantiles(): WatchQuantiles {
  return { counts: new Float64Array(DURATION_BUCKETS * (STEPS + 1)).fill(PRIOR) }
}

const stepOf = (watched: number) => Math.round(Math.min(1, Math.max(0, watched)) * STEPS)

export function addWatch({ counts }: WatchQuantiles, watched: number, durationSeconds: number): void {
  counts[durationBucket(durationSeconds) * (STEPS + 1) + stepOf(watched)]!++
}

/** Share of viewings of about that length that were watched less (ties count half), 0 to 1. */
export function quantileOf({ counts }: WatchQuantiles, watched: number, durationSeconds: number): number {
  const base = durationBucket(durationSeconds) * (STEPS + 1)
  const own = stepOf(watched)
  let [below, all] = [0, 0]
  for (let step = 0; step <= STEPS; step++) {
    const count = counts[base + step]!
    all += count
    if (step < own) below += count
    else if (step === own) below += count / 2
  }
  return below / all
}
