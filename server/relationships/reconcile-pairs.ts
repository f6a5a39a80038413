import { trusted } from 'mongoose'
import { systemClock } from '../adapters/clock/index.ts'
import { Relationship } from './relationship.model.ts'
import { settlePair } from './settle-pair.ts'

/** A write that began so long ago is not under way any more: its process died. */
const LEFT_AFTER_MS = 30_000
const BATCH = 500

/** Finishes what killed processes left between the two rows of a pair. The rest of a larger heap waits for the next run. */
export async function reconcilePairs(): Promise<void> {
  const before = new Date(systemClock.now().getTime() - LEFT_AFTER_MS)
  const rows = await Relationship.find(
    { unsettledSince: trusted({ $lt: before }) },
    { fromUserID: 1, toUserID: 1 },
  )
    .sort({ unsettledSince: 1 })
    .limit(BATCH)
    .lean()
  for (const row of rows) {
    await settlePair({ me: row.fromUserID.toString(), other: row.toUserID.toString() })
  }
}
