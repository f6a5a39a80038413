import type { Agenda } from 'agenda'
import { MongoServerError, ObjectId, type Collection, type Db } from 'mongodb'
import { Unavailable } from '../../errors.ts'
import { logger } from '../../logger.ts'
import { ensureJobIndexes, presentJob, STATE_FILTERS, type JobDocument } from './job-document.ts'
import { JOBS_COLLECTION, LeaseLost, leaseOf } from './job-lease.ts'
import type { LeasedRepository } from './leased-repository.ts'
import type { AddJob, FindJobs, JobDefinition, JobInfo, JobQueue } from './port.ts'
import { runWithLease } from './run-with-lease.ts'

const POLL_MS = 200
/** How long aborted jobs may take to end, before the process leaves them to their lease. */
const ABORT_GRACE_MS = 2000
const DUPLICATE_KEY = 11000

class ShuttingDown extends Error {
  constructor() {
    super('the worker is shutting down')
    this.name = 'ShuttingDown'
  }
}

/** Agenda on the application's database; what it does not promise by itself is in `LeasedRepository`. */
export class AgendaQueue implements JobQueue {
  private readonly connect: () => Promise<Db>
  private readonly shutdown = new AbortController()
  private collection: Promise<Collection<JobDocument>> | undefined
  private agenda: Agenda | undefined
  private repository: LeasedRepository | undefined

  constructor(connect: () => Promise<Db>) {
    this.connect = connect
  }

  async add(name: string, payload: unknown, options: AddJob = {}): Promise<void> {
    const { key, priority = 0, runAt = new Date() } = options
    const job = {
      name,
      data: payload,
      type: 'normal' as const,
      priority,
      nextRunAt: runAt,
      lockedAt: null,
      attempts: 0,
    }
    const keys = key === undefined ? {} : { key, openKey: key }
    const jobs = await this.jobs()
    await reached(jobs.insertOne({ _id: new ObjectId(), ...job, ...keys })).catch(ignoreDuplicate)
  }

  async work(definitions: Record<string, JobDefinition>): Promise<void> {
    await this.jobs()
    // only who works needs them: adding a job is one write
    const [{ Agenda }, { LeasedRepository }] = await Promise.all([
      import('agenda'),
      import('./leased-repository.ts'),
    ])
    this.repository = new LeasedRepository(await this.connect(), new Map(Object.entries(definitions)))
    const total = Object.values(definitions).reduce((sum, { concurrency }) => sum + concurrency, 0)
    const agenda = new Agenda({
      backend: backendOf(this.repository),
      processEvery: POLL_MS,
      maxConcurrency: total,
    })
    agenda.on(
      'error',
      throttled((error) => logger.error({ error }, 'job queue')),
    )
    agenda.on('fail', (error, job) => reportFailure(error, job))
    for (const [name, definition] of Object.entries(definitions)) this.define(agenda, name, definition)
    this.agenda = agenda
    await agenda.start()
  }

  async every(name: string, intervalSeconds: number): Promise<void> {
    if (!this.agenda) throw new Error('every() needs work(): only a worker repeats jobs')
    // the unique index decides when two workers start at once; the loser finds the winner's job
    await this.agenda.every(`${intervalSeconds} seconds`, name, {}).catch(ignoreDuplicate)
  }

  async find({ state, name, limit = 100 }: FindJobs): Promise<JobInfo[]> {
    const jobs = await this.jobs()
    const filter = { ...(state && STATE_FILTERS[state]), ...(name && { name }) }
    return (await reached(jobs.find(filter).sort({ _id: -1 }).limit(limit).toArray())).map(presentJob)
  }

  async cancel(key: string): Promise<void> {
    const jobs = await this.jobs()
    // a worker that runs it finds at its next beat that its lease is gone
    // its type is said, too: the planner takes the partial index only for what its filter covers
    await reached(jobs.deleteMany({ openKey: { $eq: key, $type: 'string' } }))
  }

  async retryDead(id: string): Promise<void> {
    if (!ObjectId.isValid(id)) return
    const jobs = await this.jobs()
    const _id = new ObjectId(id)
    const dead = await reached(jobs.findOne({ _id, disabled: true }))
    if (!dead) return
    const fresh = { disabled: false, attempts: 0, failCount: 0, progress: 0, nextRunAt: new Date() }
    const $set = dead.key === undefined ? fresh : { ...fresh, openKey: dead.key }
    const revived = await reached(jobs.updateOne({ _id, disabled: true }, { $set })).catch(ignoreDuplicate)
    // the same work was asked for again meanwhile
    if (!revived) await reached(jobs.deleteOne({ _id, disabled: true }))
  }

  async stop(drainMs: number): Promise<void> {
    const { agenda, repository } = this
    if (!agenda || !repository) return
    this.agenda = undefined
    await repository.claimed.close()
    await agenda.drain({ timeout: drainMs, closeConnection: false })
    await repository.claimed.giveBack()
    this.shutdown.abort(new ShuttingDown())
    const deadline = Date.now() + ABORT_GRACE_MS
    while (repository.claimed.size > 0 && Date.now() < deadline) await sleep(20)
  }

  private define(agenda: Agenda, name: string, definition: JobDefinition): void {
    const { concurrency, leaseSeconds, maxAttempts, isRetryable, backoffMs } = definition
    agenda.define(name, (job) => this.run(job, definition), {
      concurrency,
      lockLifetime: leaseSeconds * 1000,
      backoff: ({ attempt, error }) => {
        if (error instanceof ShuttingDown) return 0
        return isRetryable(error) && attempt < maxAttempts ? backoffMs(attempt) : null
      },
    })
  }

  private async run(job: Parameters<typeof runWithLease>[0], definition: JobDefinition): Promise<void> {
    try {
      await runWithLease(job, definition, this.shutdown.signal)
    } catch (error) {
      if (error instanceof ShuttingDown) this.repository?.released.add(leaseOf(job.attrs))
      throw error
    }
  }

  private jobs(): Promise<Collection<JobDocument>> {
    return (this.collection ??= this.open().catch((error: unknown) => {
      this.collection = undefined
      throw error
    }))
  }

  private async open(): Promise<Collection<JobDocument>> {
    const jobs = (await this.connect()).collection<JobDocument>(JOBS_COLLECTION)
    await reached(ensureJobIndexes(jobs))
    return jobs
  }
}

function backendOf(repository: LeasedRepository) {
  return {
    name: 'MongoDB',
    repository,
    ownsConnection: false,
    connect: () => repository.connect(),
    // the connection is the application's
    disconnect: async () => {},
  }
}

/** Names what a cut connection is, so that callers can tell "later" from "wrong". */
async function reached<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof MongoServerError) throw error
    throw new Unavailable('The job queue cannot be reached. Try again in a moment.', { cause: error })
  }
}

function ignoreDuplicate(error: unknown): undefined {
  if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) throw error
}

/** A database that is away would otherwise fill the log at every poll. */
function throttled(report: (error: unknown) => void): (error: unknown) => void {
  const everyMs = 10_000
  let reportedAt = 0
  return (error) => {
    if (Date.now() - reportedAt < everyMs) return
    reportedAt = Date.now()
    report(error)
  }
}

function reportFailure(error: unknown, job: object): void {
  const isHandedOver = error instanceof ShuttingDown || error instanceof LeaseLost
  if (isHandedOver) logger.info({ job: jobName(job) }, error.message)
  else logger.warn({ error, job: jobName(job) }, 'job failed')
}

function jobName(job: object): unknown {
  return 'attrs' in job && typeof job.attrs === 'object' && job.attrs && 'name' in job.attrs
    ? job.attrs.name
    : undefined
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
