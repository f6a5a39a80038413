import { trusted } from 'mongoose'
import { isDuplicateKey } from '../../database.ts'
import { EngineLease } from './engine-lease.model.ts'

const LEASE = 'recommendations'
/** Another takes over this long after the last sign of life. */
const LEASE_MS = 15_000

/**
 * Takes or prolongs the lease. Two that believe to hold it, as after a long halt of one, cannot both go on: the log takes
 * an event at each place once.
 * @returns whether this holder has it now
 */
export async function holdEngine(holder: string, now = new Date()): Promise<boolean> {
  const isMineOrFree = { _id: LEASE, $or: [{ holder }, { until: trusted({ $lt: now }) }] }
  const until = new Date(now.getTime() + LEASE_MS)
  try {
    await EngineLease.updateOne(isMineOrFree, { $set: { holder, until } }, { upsert: true })
    return true
  } catch (error) {
    // the filter passed it over: it is there, and somebody else's
    if (isDuplicateKey(error)) return false
    throw error
  }
}

/** The next need not wait until it ends. */
export async function releaseEngine(holder: string): Promise<void> {
  await EngineLease.deleteOne({ _id: LEASE, holder })
}
