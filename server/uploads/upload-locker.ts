import type { Lock, Locker, RequestRelease } from '@tus/utils'
import { acquireLease, type UploadLease } from './upload-lease.ts'

const WAIT_MS = 20_000

/** tus locks that hold across processes and machines: leases in the database. */
export class UploadLocker implements Locker {
  private readonly detach: (uploadId: string) => Promise<void>

  /** `detach` moves an upload's bytes to a file that a late holder has not open. */
  constructor(detach: (uploadId: string) => Promise<void>) {
    this.detach = detach
  }

  newLock(uploadId: string): Lock {
    let lease: UploadLease | undefined
    return {
      lock: async (signal: AbortSignal, cancelRequest: RequestRelease) => {
        lease = await acquireLease(uploadId, {
          signal,
          timeoutMs: WAIT_MS,
          onWanted: () => void cancelRequest(),
          onTakeover: () => this.detach(uploadId),
        })
      },
      unlock: async () => {
        await lease?.release()
      },
    }
  }
}
