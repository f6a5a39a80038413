import mongoose from 'mongoose'
import { JOBS_COLLECTION } from '../../server/adapters/queue/job-lease.ts'

/**
 * After a worker was killed: as if the time had passed that its jobs are kept for it. That this time passes by itself is
 * waited for once for all in tests/contracts/queue.test.ts and in the first test of transcoding-killed.test.ts.
 */
export async function lapseLeases(): Promise<void> {
  const jobs = mongoose.connection.collection(JOBS_COLLECTION)
  const { modifiedCount } = await jobs.updateMany(
    { lockedAt: { $ne: null } },
    { $set: { lockedAt: new Date(0) } },
  )
  if (modifiedCount === 0) throw new Error('the killed worker held no job')
}
