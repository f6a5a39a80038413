/** Where to begin, and what to offer besides. `null` offers nothing. */
export interface ResumePoint {
  startAt: number
  /** `start_over` when it resumed by itself; `continue` when it began at 0 and could go on at `at`. */
  offer: { kind: 'start_over' } | { kind: 'continue'; at: number } | null
}

const WORTH_RESUMING_SECONDS = 10
/** Within the last part someone has mostly seen it: they may want the end, or the whole again. */
const NEAR_END_SHARE = 0.9
const NEAR_END_SECONDS = 20

/** Resumes in the middle, offers near the end, and begins anew otherwise. All in seconds. */
export function resumePoint(stoppedAt: number | null, duration: number): ResumePoint {
  if (stoppedAt === null || stoppedAt < WORTH_RESUMING_SECONDS || stoppedAt >= duration - 1) {
    return { startAt: 0, offer: null }
  }
  const isNearEnd = stoppedAt > duration * NEAR_END_SHARE || stoppedAt > duration - NEAR_END_SECONDS
  return isNearEnd
    ? { startAt: 0, offer: { kind: 'continue', at: stoppedAt } }
    : { startAt: stoppedAt, offer: { kind: 'start_over' } }
}
