import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDuplicateKey } from '../database.ts'
import { Conflict } from '../errors.ts'
import { logger } from '../logger.ts'
import { isGone, ownIdentity } from './process-identity.ts'
import { UploadLock, type UploadLockDocument } from './upload-lock.model.ts'

const BEAT_MS = 1000
/** Without a successful beat for this long the holder stops writing ... */
const HELD_MS = 5000
/** ... and only later may a waiter, who has seen no beat for this long, take over. */
const SILENT_MS = 7000
const POLL_MS = 40

const heldHere = new Map<string, UploadLease>()

/** The lease that this process holds on an upload right now. */
export function currentLease(uploadId: string): UploadLease {
  const lease = heldHere.get(uploadId)
  if (!lease) throw new Conflict('This upload is not held by the request that writes to it.')
  return lease
}

export interface AcquireOptions {
  signal: AbortSignal
  timeoutMs: number
  /** Called when somebody else wants this upload. */
  onWanted(): void
  /** Called before a lease is given that was taken from a holder which may still be alive, so that its writes can be cut off. */
  onTakeover(): Promise<void>
}

/**
 * Waits for the lease on an upload, asking its holder to let go. A holder whose process is gone is replaced at once;
 * one that merely went silent, after 7 s.
 * @throws Conflict when it could not be had in time
 */
export async function acquireLease(uploadId: string, options: AcquireOptions): Promise<UploadLease> {
  const deadline = performance.now() + options.timeoutMs
  let seen = { token: '', beats: -1, since: 0 }
  while (!options.signal.aborted && performance.now() < deadline) {
    const lease = new UploadLease(uploadId, options.onWanted)
    if (await lease.insert()) return lease
    const current = await UploadLock.findById(uploadId).lean<UploadLockDocument>()
    if (!current) continue
    if (current.token !== seen.token || current.beats !== seen.beats) {
      seen = { token: current.token, beats: current.beats, since: performance.now() }
    }
    const hasGone = isGone(current.holder)
    if (hasGone || performance.now() - seen.since > SILENT_MS) {
      if (await lease.replace(current)) {
        if (!hasGone) await cutOff(lease, options)
        return lease
      }
    } else {
      await askToRelease(current)
    }
    await sleep(POLL_MS + Math.random() * POLL_MS)
  }
  throw new Conflict('Another connection is sending this file. Try again in a few seconds.')
}

/** The right to read and write one upload's bytes, renewed every second until it is released or lost. */
export class UploadLease {
  readonly token = randomUUID()
  readonly uploadId: string
  private readonly onWanted: () => void
  private heldUntil = 0
  private timer: NodeJS.Timeout | undefined

  constructor(uploadId: string, onWanted: () => void) {
    this.uploadId = uploadId
    this.onWanted = onWanted
  }

  /** By this process's own clock: false means that somebody else may be writing. */
  get isHeld(): boolean {
    return performance.now() < this.heldUntil
  }

  async insert(): Promise<boolean> {
    const startedAt = performance.now()
    try {
      await UploadLock.create({ _id: this.uploadId, ...this.fields() })
    } catch (error) {
      if (isDuplicateKey(error)) return false
      throw error
    }
    this.start(startedAt)
    return true
  }

  async replace(current: UploadLockDocument): Promise<boolean> {
    const startedAt = performance.now()
    const { modifiedCount } = await UploadLock.updateOne(
      { _id: this.uploadId, token: current.token, beats: current.beats },
      { $set: this.fields() },
    )
    if (modifiedCount === 1) this.start(startedAt)
    return modifiedCount === 1
  }

  /**
   * Asks the database, and so the truth: call it after the bytes are durable and before they are acknowledged.
   * @throws Conflict when another request has taken over
   */
  async confirm(): Promise<void> {
    if (await UploadLock.exists({ _id: this.uploadId, token: this.token })) return
    throw new Conflict('Another connection took this upload over. Ask for its offset and go on from there.')
  }

  requestRelease(): void {
    this.onWanted()
  }

  /** Never throws: what cannot be released runs out by itself. */
  async release(): Promise<void> {
    clearTimeout(this.timer)
    this.heldUntil = 0
    if (heldHere.get(this.uploadId) === this) heldHere.delete(this.uploadId)
    await UploadLock.deleteOne({ _id: this.uploadId, token: this.token }).catch((error: unknown) =>
      logger.warn({ error, uploadId: this.uploadId }, 'upload lease left to run out'),
    )
  }

  private fields() {
    return { token: this.token, beats: 0, holder: ownIdentity(), isWanted: false }
  }

  private start(startedAt: number): void {
    this.heldUntil = startedAt + HELD_MS
    heldHere.set(this.uploadId, this)
    this.timer = setTimeout(() => void this.beat(), BEAT_MS).unref()
  }

  private async beat(): Promise<void> {
    const startedAt = performance.now()
    const lock = await UploadLock.findOneAndUpdate(
      { _id: this.uploadId, token: this.token },
      { $inc: { beats: 1 } },
    )
      .lean<UploadLockDocument>()
      .catch(() => undefined) // the database is away: the lease runs out unless a later beat gets through
    if (heldHere.get(this.uploadId) !== this) return
    if (lock === null) this.heldUntil = 0
    if (lock) this.heldUntil = startedAt + HELD_MS
    if (lock === null || lock?.isWanted) this.onWanted()
    if (lock !== null) this.timer = setTimeout(() => void this.beat(), BEAT_MS).unref()
  }
}

async function cutOff(lease: UploadLease, options: AcquireOptions): Promise<void> {
  try {
    await options.onTakeover()
  } catch (error) {
    await lease.release()
    throw error
  }
}

async function askToRelease(current: UploadLockDocument): Promise<void> {
  const local = heldHere.get(current._id)
  if (local?.token === current.token) local.requestRelease()
  else if (!current.isWanted) {
    await UploadLock.updateOne({ _id: current._id, token: current.token }, { $set: { isWanted: true } })
  }
}
