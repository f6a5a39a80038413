export interface AddJob {
  /** A second add with the same key, while the first is waiting or running, changes nothing. */
  key?: string
  /** Higher runs first. */
  priority?: number
  runAt?: Date
}

export interface JobRun {
  id: string
  name: string
  payload: unknown
  /** 1 at the first try. */
  attempt: number
  /** Aborted on shutdown, cancellation, or when the lease was lost. */
  signal: AbortSignal
  /** 0 to 1; also extends the lease. */
  progress(share: number): Promise<void>
}

export interface JobDefinition {
  /** How many may run at once in this process. */
  concurrency: number
  /** Without a sign of life for this long, another worker takes the job over. */
  leaseSeconds: number
  maxAttempts: number
  /** Delay before try n+1, in milliseconds. */
  backoffMs(attempt: number): number
  run(job: JobRun): Promise<void>
  /** An error for which trying again is no use goes straight to the dead jobs. */
  isRetryable(error: unknown): boolean
  /** Called before the job is put with the dead; when it throws, it is called again after the lease. */
  onDead?(payload: unknown, reason: string): Promise<void>
}

export interface JobInfo {
  id: string
  name: string
  key: string | null
  payload: unknown
  state: 'waiting' | 'running' | 'dead'
  /** How often it was started. */
  attempts: number
  progress: number
  lastError: string | null
  runAt: Date | null
}

export interface FindJobs {
  state?: JobInfo['state']
  name?: string
  /** Newest first; 100 when absent. */
  limit?: number
}

/** Jobs run at least once; they live in the database, so no worker needs to be up when one is added. */
export interface JobQueue {
  add(name: string, payload: unknown, options?: AddJob): Promise<void>
  /** Starts working, most urgent first; without it the process only adds. */
  work(definitions: Record<string, JobDefinition>): Promise<void>
  /** Runs a job at a fixed interval (the payload is `{}`), once over all processes; only after `work`. */
  every(name: string, intervalSeconds: number): Promise<void>
  find(filter: FindJobs): Promise<JobInfo[]>
  /** Waiting jobs are removed; a running one has its signal aborted within a few seconds, wherever it runs. */
  cancel(key: string): Promise<void>
  /** Gives a dead job its tries anew; nothing when it is not dead. */
  retryDead(id: string): Promise<void>
  /** Takes no new work, lets running jobs end within the time, then aborts them; they stay in the queue. */
  stop(drainMs: number): Promise<void>
}
