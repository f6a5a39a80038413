import type { Types } from 'mongoose'
import { Engagement } from './engagement.model.ts'
import { COUNTER_FIELDS, countersOf, targetsOf, type Counters } from './targets.ts'
import type { UnsettledRow } from './change-row.ts'

/** A change may reach the counters so long after its row was claimed, by the database's clock ... */
const APPLY_WITHIN_MS = 5_000
/** ... and only after this may another process take it over. The gap bears clocks that differ after a failover. */
export const STALE_AFTER_MS = 10_000
/** A name that stayed on a target so long belongs to a process that died in its last step. */
const LEFT_OVER_AFTER_MS = 10 * 60_000

interface Applied {
  outcome: 'applied' | 'late' | 'gone'
  counters: Counters
}

/**
 * Second step: the counters follow. The target keeps the change's name, in the same write, so that a change counts
 * once however often this runs; and the write is void once somebody else may have taken the change over.
 *
 * Invariant: a settled row is counted exactly as it stands; an unsettled one either with its delta (its name is on the
 * target) or without (it is not). The name leaves only after the row is settled.
 */
export async function applyChange(row: UnsettledRow): Promise<Applied> {
  const targets = targetsOf(row.targetKind)
  const deadline = new Date(row.unsettledSince.getTime() + APPLY_WITHIN_MS)
  const counted = await targets.findOneAndUpdate(
    {
      _id: row.targetId,
      pendingChanges: { $ne: row.changeId },
      $expr: { $lt: ['$$NOW', deadline] },
    },
    { $inc: row.delta, $push: { pendingChanges: row.changeId } },
    // the first name is the oldest
    { returnDocument: 'after', projection: { ...COUNTER_FIELDS, pendingChanges: { $slice: 1 } } },
  )
  if (counted) {
    if (counted.pendingChanges?.some(isLeftOver)) await dropLeftOvers(row)
    return { outcome: 'applied', counters: countersOf(counted) }
  }
  const target = await targets.findOne(
    { _id: row.targetId },
    { projection: { ...COUNTER_FIELDS, pendingChanges: 1 } },
  )
  if (!target) return { outcome: 'gone', counters: countersOf({}) }
  const isThere = target.pendingChanges?.some((id) => id.equals(row.changeId))
  return { outcome: isThere ? 'applied' : 'late', counters: countersOf(target) }
}

/** Third step. False when another process has taken the change over meanwhile. */
export async function settleRow(row: UnsettledRow): Promise<boolean> {
  if (row.kind === 'none') return (await Engagement.collection.deleteOne(asClaimed(row))).deletedCount === 1
  const settled = await Engagement.collection.updateOne(asClaimed(row), {
    $unset: { unsettledSince: 1, changeId: 1, delta: 1 },
  })
  return settled.matchedCount === 1
}

/** Last step. Where it is cut, twelve bytes stay on the target until `dropLeftOvers`. */
export async function forgetChange(row: UnsettledRow): Promise<void> {
  await targetsOf(row.targetKind).updateOne(
    { _id: row.targetId },
    { $pull: { pendingChanges: row.changeId } },
    // losing this write loses nothing that matters, so nobody waits for the journal
    { writeConcern: { w: 1, journal: false } },
  )
}

/**
 * Makes the change this process's for another `APPLY_WITHIN_MS`. Null when it was settled, or claimed by another.
 * @param staleAfterMs 0 for one's own
 */
export async function claimRow(row: UnsettledRow, staleAfterMs: number): Promise<UnsettledRow | null> {
  return (await Engagement.collection.findOneAndUpdate(
    { ...asClaimed(row), $expr: { $lte: ['$unsettledSince', { $subtract: ['$$NOW', staleAfterMs] }] } },
    [{ $set: { unsettledSince: '$$NOW' } }],
    { returnDocument: 'after' },
  )) as UnsettledRow | null
}

/**
 * Steps two to four.
 * @returns the counters as they are then; null when the target is gone, whose row goes, too
 */
export async function settleChange(row: UnsettledRow): Promise<Counters | null> {
  const { counters, finish } = await countChange(row)
  await finish()
  return counters
}

/** A change that its target's counters follow already. */
export interface CountedChange {
  /** As they are then; null when the target is gone, whose row goes, too. */
  counters: Counters | null
  /**
   * Steps three and four. Nothing that was told depends on them: where they are cut, the row stays unsettled with its
   * name on the target, which the next to come across it brings to its end.
   */
  finish(): Promise<void>
}

/** Step two, as often as it takes. */
export async function countChange(row: UnsettledRow): Promise<CountedChange> {
  for (let mine: UnsettledRow | null = row; mine; mine = await claimRow(mine, 0)) {
    const { outcome, counters } = await applyChange(mine)
    if (outcome === 'late') continue
    if (outcome === 'gone') {
      await Engagement.collection.deleteOne(asClaimed(mine))
      return { counters: null, finish: async () => {} }
    }
    const applied = mine
    return { counters, finish: () => finishChange(applied) }
  }
  // somebody else took it over, and brings it to its end
  const target = await targetsOf(row.targetKind).findOne(
    { _id: row.targetId },
    { projection: COUNTER_FIELDS },
  )
  return { counters: target && countersOf(target), finish: async () => {} }
}

async function finishChange(row: UnsettledRow): Promise<void> {
  if (await settleRow(row)) await forgetChange(row)
}

/** Names that a death in the last step left on a target: those that no unsettled row has any more. */
export async function dropLeftOvers(row: Pick<UnsettledRow, 'targetKind' | 'targetId'>): Promise<void> {
  const target = await targetsOf(row.targetKind).findOne(
    { _id: row.targetId },
    { projection: { pendingChanges: 1 } },
  )
  const old = (target?.pendingChanges ?? []).filter(isLeftOver)
  if (old.length === 0) return
  const living = await Engagement.collection
    .find({ unsettledSince: { $gt: new Date(0) }, changeId: { $in: old } }, { projection: { changeId: 1 } })
    .map((each) => String(each.changeId))
    .toArray()
  const dead = old.filter((id) => !living.includes(String(id)))
  await targetsOf(row.targetKind).updateOne({ _id: row.targetId }, { $pullAll: { pendingChanges: dead } })
}

function isLeftOver(changeId: Types.ObjectId): boolean {
  return changeId.getTimestamp().getTime() < Date.now() - LEFT_OVER_AFTER_MS
}

function asClaimed(row: UnsettledRow): {
  _id: Types.ObjectId
  changeId: Types.ObjectId
  unsettledSince: Date
} {
  return { _id: row._id, changeId: row.changeId, unsettledSince: row.unsettledSince }
}
