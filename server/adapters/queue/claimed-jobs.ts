import type { Collection } from 'mongodb'
import type { JobDocument } from './job-document.ts'

export interface ClaimRules {
  concurrency: number
  leaseSeconds: number
  maxAttempts: number
  onDead?(payload: unknown, reason: string): Promise<void>
}

interface Claim {
  name: string
  /** When it was last known to be alive here; one that never started must not hold its slot for ever. */
  seenAt: number
  isStarted: boolean
}

/** What this process has taken from the queue, and the taking of more. */
export class ClaimedJobs {
  private readonly claims = new Map<string, Claim>()
  private readonly ready: JobDocument[] = []
  private readonly jobs: Collection<JobDocument>
  private readonly rules: Map<string, ClaimRules>
  private readonly newLease: () => string
  private round: Promise<void> | undefined
  private isOpen = true

  constructor(jobs: Collection<JobDocument>, rules: Map<string, ClaimRules>, newLease: () => string) {
    this.jobs = jobs
    this.rules = rules
    this.newLease = newLease
  }

  get size(): number {
    return this.claims.size
  }

  /** Takes no more from now on. */
  async close(): Promise<void> {
    this.isOpen = false
    // a round that failed has claimed nothing more
    await this.round?.catch(() => {})
  }

  /** Back to the queue with what was taken and not begun, as if it had never been taken. */
  async giveBack(): Promise<void> {
    const leases = [...this.claims].filter(([, claim]) => !claim.isStarted).map(([lease]) => lease)
    for (const lease of leases) this.release(lease)
    await this.jobs.updateMany(
      { lease: { $in: leases } },
      { $set: { lockedAt: null, lease: null }, $inc: { attempts: -1 } },
    )
  }

  extend(lease: string): void {
    const claim = this.claims.get(lease)
    if (claim) Object.assign(claim, { seenAt: Date.now(), isStarted: true })
  }

  release(lease: string): void {
    this.claims.delete(lease)
  }

  /** Agenda asks for every name at once; all of them share one round of claims, so that an idle queue costs one query. */
  async next(name: string): Promise<JobDocument | undefined> {
    this.round ??= this.claimAll().finally(() => (this.round = undefined))
    await this.round
    const index = this.ready.findIndex((job) => job.name === name)
    return index < 0 ? undefined : this.ready.splice(index, 1)[0]
  }

  private async claimAll(): Promise<void> {
    let names = this.namesWithRoom()
    while (names.length > 0) {
      const job = await this.claim(names)
      if (!job) return
      names = this.namesWithRoom()
    }
  }

  /** The most urgent job of these names; the database decides races between processes. */
  private async claim(names: string[]): Promise<JobDocument | null> {
    const now = new Date()
    const lease = this.newLease()
    const job = await this.jobs.findOneAndUpdate(
      {
        disabled: { $ne: true },
        $or: [waiting(names, now), ...names.map((name) => this.abandoned(name, now))],
      },
      { $set: { lockedAt: now, nextRunAt: now, lease }, $inc: { attempts: 1 } },
      { sort: { priority: -1, nextRunAt: 1 }, returnDocument: 'after' },
    )
    if (job && !(await this.buryWhenDeadly(job))) {
      this.claims.set(lease, { name: job.name, seenAt: Date.now(), isStarted: false })
      this.ready.push(job)
    }
    return job
  }

  /** Taken by a worker that has given no sign of life since. */
  private abandoned(name: string, now: Date) {
    const lockedBefore = new Date(now.getTime() - this.ruleOf(name).leaseSeconds * 1000)
    return { name, lockedAt: { $lte: lockedBefore } }
  }

  /** A job that ends its worker (out of memory, a crash in native code) may do so only a few times. */
  private async buryWhenDeadly(job: JobDocument): Promise<boolean> {
    const attempts = job.attempts ?? 1
    if (job.type === 'single' || attempts <= this.ruleOf(job.name).maxAttempts) return false
    const failReason = job.failReason ?? `The worker ended ${attempts - 1} times in the middle of this job.`
    await this.mourn(job.name, job.data, failReason)
    await this.jobs.updateOne(
      { _id: job._id, lease: job.lease },
      {
        $set: { disabled: true, lockedAt: null, nextRunAt: null, lease: null, failReason },
        $unset: { openKey: 1 },
      },
    )
    return true
  }

  /** Tells the job's owner that there will be no other try. */
  async mourn(name: string, payload: unknown, reason: string): Promise<void> {
    await this.rules.get(name)?.onDead?.(payload, reason)
  }

  private namesWithRoom(): string[] {
    if (!this.isOpen) return []
    this.forgetLost()
    const running = [...this.claims.values()].map((claim) => claim.name)
    return [...this.rules.entries()]
      .filter(([name, rule]) => running.filter((each) => each === name).length < rule.concurrency)
      .map(([name]) => name)
  }

  private forgetLost(): void {
    for (const [lease, { name, seenAt }] of this.claims) {
      if (Date.now() - seenAt > 2 * this.ruleOf(name).leaseSeconds * 1000) this.claims.delete(lease)
    }
  }

  private ruleOf(name: string): ClaimRules {
    return this.rules.get(name) ?? { concurrency: 0, leaseSeconds: Infinity, maxAttempts: Infinity }
  }
}

function waiting(names: string[], now: Date) {
  return { name: { $in: names }, lockedAt: null, nextRunAt: { $lte: now } }
}
