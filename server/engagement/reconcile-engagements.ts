import { Engagement } from './engagement.model.ts'
import { STALE_AFTER_MS, claimRow, settleChange } from './settle-change.ts'
import type { UnsettledRow } from './change-row.ts'

const BATCH = 500

/**
 * Brings changes to their end that a killed process left, while others go on writing: each costs a few small writes,
 * however many likes its target has.
 * @returns how many there were
 */
export async function reconcileEngagements(now = new Date()): Promise<number> {
  const before = new Date(now.getTime() - STALE_AFTER_MS)
  const stale = await Engagement.collection
    .find({ unsettledSince: { $lt: before } })
    .sort({ unsettledSince: 1 })
    .limit(BATCH)
    .toArray()
  let settled = 0
  for (const row of stale as UnsettledRow[]) {
    // by the database's clock this time, which is the one that the writers keep to
    const claimed = await claimRow(row, STALE_AFTER_MS)
    if (claimed && (await settleChange(claimed)) !== undefined) settled++
  }
  return settled
}
