import { randomUUID } from 'node:crypto'
import { MongoJobRepository } from '@agendajs/mongo-backend'
import { toJobId, type JobParameters } from 'agenda'
import { ObjectId, type Collection, type Db } from 'mongodb'
import type { JobDocument } from './job-document.ts'
import { ClaimedJobs, type ClaimRules } from './claimed-jobs.ts'
import { JOBS_COLLECTION, leaseOf, LeaseLost, type LeasedJob } from './job-lease.ts'

/**
 * Agenda's repository, with what its own lacks: jobs are claimed by priority over all names and only when there is
 * room to run them at once (one that waits locked would time out and block its slot), and a claim is a lease with a
 * token, without which nothing can be written: a worker that hung and came back changes nothing.
 */
export class LeasedRepository extends MongoJobRepository {
  readonly claimed: ClaimedJobs
  /** Leases whose run was ended by the shutdown: it does not count as a try. */
  readonly released = new Set<string>()
  private readonly jobs: Collection<JobDocument>

  constructor(db: Db, rules: Map<string, ClaimRules>) {
    super({ mongo: db, db: { collection: JOBS_COLLECTION }, ensureIndex: false })
    this.jobs = db.collection<JobDocument>(JOBS_COLLECTION)
    this.claimed = new ClaimedJobs(this.jobs, rules, randomUUID)
  }

  override async getNextJobToRun(name: string): Promise<JobParameters | undefined> {
    const job = await this.claimed.next(name)
    return job && toParameters(job)
  }

  override async unlockJob(job: JobParameters): Promise<void> {
    this.claimed.release(leaseOf(job))
    await this.jobs.updateOne(held(job), { $set: { lockedAt: null, lease: null } })
  }

  /** Agenda calls it at the start of a run, on every touch, and at the end, when it has unset `lockedAt`. */
  override async saveJobState(job: JobParameters): Promise<void> {
    if (job.lockedAt) return this.extend(job)
    this.claimed.release(leaseOf(job))
    if (job.nextRunAt) return this.reschedule(job)
    return hasFailed(job) ? this.bury(job) : this.finish(job)
  }

  private async extend(job: JobParameters): Promise<void> {
    const { lockedAt, lastRunAt, nextRunAt, progress } = job
    await this.update(job, { $set: { lockedAt, lastRunAt, nextRunAt, progress: progress ?? null } })
    this.claimed.extend(leaseOf(job))
  }

  private async reschedule(job: JobParameters): Promise<void> {
    const attempts = this.released.delete(leaseOf(job)) ? { $inc: { attempts: -1 } } : {}
    const startsAnew = job.type === 'single' ? { attempts: 0 } : {}
    await this.update(job, {
      $set: { ...endState(job), ...startsAnew, nextRunAt: job.nextRunAt },
      ...attempts,
    })
  }

  private async bury(job: JobParameters): Promise<void> {
    await this.claimed.mourn(job.name, job.data, job.failReason ?? '')
    await this.update(job, { $set: { ...endState(job), disabled: true }, $unset: { openKey: 1 } })
  }

  private async finish(job: JobParameters): Promise<void> {
    const { deletedCount } = await this.jobs.deleteOne(held(job))
    if (deletedCount === 0) throw new LeaseLost(String(job._id))
  }

  private async update(job: JobParameters, change: object): Promise<void> {
    const { matchedCount } = await this.jobs.updateOne(held(job), change)
    if (matchedCount > 0) return
    this.claimed.release(leaseOf(job))
    throw new LeaseLost(String(job._id))
  }
}

function held(job: JobParameters) {
  return { _id: new ObjectId(String(job._id)), lease: leaseOf(job) }
}

/** Agenda stamps both times with one value when a run fails. */
function hasFailed(job: JobParameters): boolean {
  return job.failedAt !== undefined && job.failedAt.getTime() === job.lastFinishedAt?.getTime()
}

function endState(job: JobParameters) {
  const { lastFinishedAt, failedAt, failCount, failReason, progress } = job
  return {
    lockedAt: null,
    lease: null,
    nextRunAt: null,
    lastFinishedAt: lastFinishedAt ?? null,
    failedAt: failedAt ?? null,
    failCount: failCount ?? null,
    failReason: failReason?.slice(0, 2000) ?? null,
    progress: progress ?? null,
  }
}

function toParameters(job: JobDocument): LeasedJob {
  return {
    _id: toJobId(job._id.toHexString()),
    name: job.name,
    data: job.data,
    type: job.type,
    priority: job.priority,
    nextRunAt: job.nextRunAt,
    lockedAt: job.lockedAt ?? undefined,
    failCount: job.failCount ?? undefined,
    failReason: job.failReason ?? undefined,
    failedAt: job.failedAt ?? undefined,
    repeatInterval: job.repeatInterval ?? undefined,
    progress: job.progress ?? undefined,
    lease: job.lease ?? '',
    attempts: job.attempts ?? 1,
  }
}
