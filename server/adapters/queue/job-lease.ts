import type { JobParameters } from 'agenda'

export const JOBS_COLLECTION = 'jobs'

/** The job belongs to somebody else by now, or was cancelled. */
export class LeaseLost extends Error {
  constructor(id: string) {
    super(`job ${id} is no longer held by this worker`)
    this.name = 'LeaseLost'
  }
}

/** What a claim adds to Agenda's own attributes; it travels with the job object, so that every save can show it. */
export type LeasedJob = JobParameters & { lease: string; attempts: number }

export function leaseOf(job: JobParameters): string {
  return 'lease' in job && typeof job.lease === 'string' ? job.lease : ''
}

export function attemptsOf(job: JobParameters): number {
  return 'attempts' in job && typeof job.attempts === 'number' ? job.attempts : 1
}
