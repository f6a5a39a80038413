import { Types } from 'mongoose'
import { Engagement, type EngagementDocument } from './engagement.model.ts'
import {
  COUNTER_OF_KIND,
  KINDS_OF_SLOT,
  type Counters,
  type RowKind,
  type Slot,
  type Target,
} from './targets.ts'
import { isDuplicateKey } from '../database.ts'

export interface RowKey {
  userId: string
  target: Target
  slot: Slot
}

/** What the row shall be; `none` takes it away, of one kind only where told. A view that comes again counts once more. */
export type Wish =
  | { kind: Exclude<RowKind, 'view'> }
  | { kind: 'none'; only?: RowKind }
  | { kind: 'view'; /** Of the one before, for another to count. */ pauseSeconds: number }

/** A row that is changed while its target's counters are not, yet. */
export interface UnsettledRow extends EngagementDocument {
  unsettledSince: Date
  changeId: Types.ObjectId
  delta: Partial<Counters>
}

/**
 * First step of every change, one write: the row becomes what is wished, and carries by how much that changes the
 * target's counters, under a name of its own. The steps that follow are in settle-change.ts.
 * @returns null when there is nothing to change, or another change of this very row is under way
 */
export async function changeRow(key: RowKey, wish: Wish): Promise<UnsettledRow | null> {
  try {
    return (await Engagement.collection.findOneAndUpdate(
      {
        targetId: new Types.ObjectId(key.target.id),
        slot: key.slot,
        userId: new Types.ObjectId(key.userId),
        unsettledSince: { $exists: false },
        ...isNotYet(wish),
      },
      [{ $set: { ...become(key, wish), delta: deltaTo(key.slot, wish) } }],
      { upsert: wish.kind !== 'none', returnDocument: 'after' },
    )) as UnsettledRow | null
  } catch (error) {
    // the row is there, and the filter passed it over: it is that already, or unsettled
    if (isDuplicateKey(error)) return null
    throw error
  }
}

/** Whether a settled row of this kind (`none`: no row) is what was wished. */
export function isAsWished(kind: EngagementDocument['kind'], wish: Wish): boolean {
  return kind === wish.kind || (wish.kind === 'none' && wish.only !== undefined && kind !== wish.only)
}

function isNotYet(wish: Wish) {
  if (wish.kind === 'none' && wish.only) return { kind: wish.only }
  if (wish.kind !== 'view') return { kind: { $ne: wish.kind } }
  return { date: { $lte: new Date(Date.now() - wish.pauseSeconds * 1000) } }
}

/** The database's clock, which all processes share, says how old a change is. */
function become(key: RowKey, wish: Wish) {
  return {
    targetKind: key.target.kind,
    kind: wish.kind,
    date: '$$NOW',
    times: wish.kind === 'view' ? { $add: [timesAs('view'), 1] } : 1,
    unsettledSince: '$$NOW',
    changeId: new Types.ObjectId(),
  }
}

/** By counter: what the row will add to it less what it adds now. */
function deltaTo(slot: Slot, wish: Wish) {
  return Object.fromEntries(
    KINDS_OF_SLOT[slot].map((kind) => [
      COUNTER_OF_KIND[kind],
      { $subtract: [after(kind, wish), timesAs(kind)] },
    ]),
  )
}

function after(kind: RowKind, wish: Wish) {
  if (kind !== wish.kind) return 0
  return kind === 'view' ? { $add: [timesAs('view'), 1] } : 1
}

/** What the row as it was adds to the counter of `kind`; nothing where there was no row. */
function timesAs(kind: RowKind) {
  return { $cond: [{ $eq: ['$kind', kind] }, { $ifNull: ['$times', 1] }, 0] }
}
