import type { Collection, ObjectId } from 'mongodb'
import type { JobInfo } from './port.ts'

/** A job as Agenda keeps it, and after the empty line what makes its promises hold across processes. */
export interface JobDocument {
  _id: ObjectId
  name: string
  data: unknown
  /** `single`: repeats, once per name. */
  type: 'normal' | 'single'
  priority: number
  nextRunAt: Date | null
  lockedAt: Date | null
  lastRunAt?: Date | null
  lastFinishedAt?: Date | null
  failedAt?: Date | null
  failCount?: number | null
  failReason?: string | null
  repeatInterval?: string | number | null
  /** 0 to 100. */
  progress?: number | null
  /** True for the dead. */
  disabled?: boolean | null

  key?: string
  /** The key while the job waits or runs; unique. */
  openKey?: string
  /** How often it was taken; unlike failCount it counts the times that the worker died of it. */
  attempts?: number
  /** Token of who holds it: a worker that was given up for dead can no longer write. */
  lease?: string | null
}

export async function ensureJobIndexes(jobs: Collection<JobDocument>): Promise<void> {
  await jobs.createIndexes([
    { key: { openKey: 1 }, unique: true, partialFilterExpression: { openKey: { $type: 'string' } } },
    { key: { name: 1 }, unique: true, partialFilterExpression: { type: 'single' }, name: 'single' },
    { key: { priority: -1, nextRunAt: 1 } },
  ])
}

export function presentJob(job: JobDocument): JobInfo {
  return {
    id: job._id.toHexString(),
    name: job.name,
    key: job.key ?? null,
    payload: job.data,
    state: job.disabled ? 'dead' : job.lockedAt ? 'running' : 'waiting',
    attempts: job.attempts ?? 0,
    progress: (job.progress ?? 0) / 100,
    lastError: job.failReason ?? null,
    runAt: job.nextRunAt,
  }
}

export const STATE_FILTERS = {
  dead: { disabled: true },
  running: { disabled: { $ne: true }, lockedAt: { $ne: null } },
  waiting: { disabled: { $ne: true }, lockedAt: null },
} as const
