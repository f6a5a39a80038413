import type { Job } from 'agenda'
import { attemptsOf, LeaseLost } from './job-lease.ts'
import type { JobDefinition } from './port.ts'

/** A cancelled job is noticed at the next beat, so a beat is never far. */
const MAX_BEAT_MS = 2000
/** Progress is written no more often than this. */
const PROGRESS_MS = 500

/** Runs a job and keeps its lease; the run's signal is aborted when the lease is lost or `shutdown` is. */
export async function runWithLease(
  job: Job,
  definition: JobDefinition,
  shutdown: AbortSignal,
): Promise<void> {
  const lost = new AbortController()
  const heart = startHeart(job, definition.leaseSeconds * 1000, lost)
  try {
    await definition.run({
      id: String(job.attrs._id),
      name: job.attrs.name,
      payload: job.attrs.data,
      attempt: attemptsOf(job.attrs),
      signal: AbortSignal.any([lost.signal, shutdown]),
      progress: heart.progress,
    })
  } catch (error) {
    // whatever a run says that was told to end, it is no failure of the job
    if (shutdown.aborted) throw shutdown.reason
    throw error instanceof Error ? error : new Error(String(error))
  } finally {
    await heart.stop()
  }
}

function startHeart(job: Job, leaseMs: number, lost: AbortController) {
  let percent = job.attrs.progress ?? 0
  let beatenAt = Date.now()
  let beating: Promise<void> | undefined

  async function touch(): Promise<void> {
    try {
      await job.touch(percent)
      beatenAt = Date.now()
    } catch (error) {
      // while the database is only away for a moment, the lease still stands
      const isOver = error instanceof LeaseLost || job.getCanceledMessage() || Date.now() - beatenAt > leaseMs
      if (isOver && !lost.signal.aborted) lost.abort(error)
    }
  }
  const beat = () => (beating ??= touch().finally(() => (beating = undefined)))
  const timer = setInterval(() => void beat(), Math.min(MAX_BEAT_MS, leaseMs / 3))

  return {
    async progress(share: number): Promise<void> {
      percent = Math.min(Math.max(share, 0), 1) * 100
      if (Date.now() - beatenAt > PROGRESS_MS) await beat()
    },
    stop(): Promise<void> | undefined {
      clearInterval(timer)
      return beating
    },
  }
}
