import { Types, trusted } from 'mongoose'
import { NotFound } from '../errors.ts'
import { Engagement } from './engagement.model.ts'
import { makeChange } from './make-change.ts'
import type { Slot } from './targets.ts'

const BATCH = 200
/** At once, so that somebody's ten thousand likes are gone in seconds and the database still answers others. */
const AT_ONCE = 8

/** What people did with targets that go away; nobody reads their counters any more. */
export async function removeEngagementsOf(targetIds: readonly string[]): Promise<void> {
  if (targetIds.length === 0) return
  await Engagement.deleteMany({ targetId: trusted({ $in: targetIds.map((id) => new Types.ObjectId(id)) }) })
}

/** Everything that somebody did; the counters follow. Run again after it was cut, it goes on. */
export async function removeEngagementsBy(userId: string): Promise<void> {
  for (;;) {
    const rows = await Engagement.find({ userId: new Types.ObjectId(userId) })
      .limit(BATCH)
      .lean()
    if (rows.length === 0) return
    for (let start = 0; start < rows.length; start += AT_ONCE) {
      await Promise.all(rows.slice(start, start + AT_ONCE).map(removeRow))
    }
  }
}

async function removeRow(row: {
  _id: Types.ObjectId
  userId: Types.ObjectId
  targetKind: 'video' | 'clip' | 'comment' | 'user'
  targetId: Types.ObjectId
  slot: Slot | 'save'
}): Promise<void> {
  if (row.slot === 'save') {
    await Engagement.deleteOne({ _id: row._id })
    return
  }
  const target = { kind: row.targetKind, id: row.targetId.toString() }
  try {
    await makeChange({ userId: row.userId.toString(), target, slot: row.slot }, { kind: 'none' })
  } catch (error) {
    // a row whose target is gone goes by the attempt itself
    if (!(error instanceof NotFound)) throw error
  }
}
