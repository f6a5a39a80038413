import { getFfmpeg } from '../adapters/ffmpeg/index.ts'
import { sweepWorkFolders } from '../adapters/ffmpeg/work-folder.ts'
import { getQueue } from '../adapters/queue/index.ts'
import type { JobDefinition } from '../adapters/queue/port.ts'
import { config } from '../config.ts'
import { engineReaders } from '../feed/engine-readers.ts'
import { JOBS, type JobName, type JobPayload } from '../jobs/catalog.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { isRetryable, retryDelayMs } from '../jobs/retry-policy.ts'
import { jobSeconds } from '../metrics.ts'
import { logger } from '../logger.ts'
import { runEngine } from '../recommendations/engine/run-engine.ts'
import { HANDLERS } from './handlers.ts'
import { jobConcurrency } from './job-concurrency.ts'

/** Figures of a creator are behind by so much at most. */
const COUNT_SECONDS = 20
const RECONCILE_SECONDS = 60
/** Where tests move the clock by weeks at once, what falls due is looked for soon after. */
const MOVED_CLOCK_SECONDS = 2
const SWEEP_SECONDS = 300
const DIGEST_SECONDS = 600
const REVIEW_SECONDS = 60
const SAMPLE_SECONDS = 3600

/**
 * Starts working through the queue. What a killed process left is looked for at once, and again each minute.
 * @returns ends what runs beside the queue, which has its own end
 */
export async function startWorker(): Promise<() => Promise<void>> {
  await sweepWorkFolders()
  // found now rather than at the first upload; without one the videos wait, and their jobs say so
  getFfmpeg().catch((error: unknown) => logger.error({ error }, 'videos cannot be prepared'))
  const queue = getQueue()
  await queue.work(definitions())
  await queue.every('reconcile', config().clockFile ? MOVED_CLOCK_SECONDS : RECONCILE_SECONDS)
  await queue.every('count-watching', COUNT_SECONDS)
  await queue.every('sweep-expired', SWEEP_SECONDS)
  await queue.every('send-digests', DIGEST_SECONDS)
  await queue.every('review-tiers', REVIEW_SECONDS)
  await queue.every('sample-tiers', SAMPLE_SECONDS)
  await enqueue('reconcile', {})
  await enqueue('sample-tiers', {})
  return runEngine(engineReaders)
}

function definitions(): Record<string, JobDefinition> {
  const names = Object.keys(HANDLERS) as JobName[]
  return Object.fromEntries(names.map((name) => [name, define(name)]))
}

function define<Name extends JobName>(name: Name): JobDefinition {
  const handler = HANDLERS[name]
  const { leaseSeconds, maxAttempts, payload: schema } = JOBS[name]
  const parse = (payload: unknown) => schema.parse(payload) as JobPayload<Name>
  return {
    concurrency: jobConcurrency(name, config().workerConcurrency),
    leaseSeconds,
    maxAttempts,
    backoffMs: retryDelayMs,
    isRetryable,
    run: (job) => measure(name, () => handler.run(parse(job.payload), job)),
    onDead: async (payload) => void (await handler.onDead?.(parse(payload))),
  }
}

async function measure(name: JobName, run: () => Promise<unknown>): Promise<void> {
  const startedAt = performance.now()
  const end = (outcome: string) =>
    jobSeconds.observe({ name, outcome }, (performance.now() - startedAt) / 1000)
  try {
    await run()
    end('done')
  } catch (error) {
    end('failed')
    throw error
  }
}
