import { Types } from 'mongoose'
import { systemClock } from '../adapters/clock/index.ts'
import { isDuplicateKey } from '../database.ts'
import type { PairState, RowChange, Side } from './relationship-transitions.ts'
import { Relationship, type RelationshipDocument } from './relationship.model.ts'

/** Both rows as they were read. */
export interface PairRows extends PairState {
  mine: RelationshipDocument | null
  theirs: RelationshipDocument | null
}

export interface PairIds {
  me: string
  other: string
}

export async function readPair({ me, other }: PairIds): Promise<PairRows> {
  const rows = await Relationship.find({
    $or: [
      { fromUserID: me, toUserID: other },
      { fromUserID: other, toUserID: me },
    ],
  }).lean<RelationshipDocument[]>()
  const from = (id: string) => rows.find((row) => row.fromUserID.toString() === id) ?? null
  return { mine: from(me), theirs: from(other) }
}

/**
 * One atomic write against the row as it was read.
 * @returns false when the row is another one meanwhile, and nothing was written
 */
export async function writeRow(ids: PairIds, pair: PairRows, { row, to }: RowChange): Promise<boolean> {
  const before = pair[row]
  if (!before) return to === null || insertRow(ids, row, to)
  const expected = {
    _id: before._id,
    status: before.status,
    isWithdrawn: before.isWithdrawn,
    updatedDate: before.updatedDate,
  }
  if (to === null) return (await Relationship.deleteOne(expected)).deletedCount === 1
  const written = await Relationship.updateOne(expected, { $set: { ...to, ...datesOf(before, to) } })
  return written.matchedCount === 1
}

/** The pair is as it must be: unless somebody wrote meanwhile, nobody needs to look again. */
export async function markSettled({ mine, theirs }: PairRows): Promise<void> {
  for (const row of [mine, theirs]) {
    if (!row?.unsettledSince) continue
    const { _id, unsettledSince } = row
    await Relationship.updateOne({ _id, unsettledSince }, { $unset: { unsettledSince: 1 } })
  }
}

async function insertRow(
  { me, other }: PairIds,
  row: Side,
  to: NonNullable<RowChange['to']>,
): Promise<boolean> {
  const [from, until] = row === 'mine' ? [me, other] : [other, me]
  const now = systemClock.now()
  try {
    await Relationship.create({
      ...to,
      fromUserID: new Types.ObjectId(from),
      toUserID: new Types.ObjectId(until),
      initiatedDate: now,
      updatedDate: now,
      unsettledSince: now,
    })
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}

/** A request begins anew; one that was declined and is only asked for again keeps the day of the decline. */
function datesOf(before: RelationshipDocument, to: NonNullable<RowChange['to']>) {
  const now = systemClock.now()
  const isAgain = before.status === 'declined' && to.status === 'declined'
  const begins = to.status === 'pending' || to.status === 'blocked' || (isAgain && !to.isWithdrawn)
  return {
    unsettledSince: now,
    ...(begins ? { initiatedDate: now } : {}),
    ...(isAgain ? {} : { updatedDate: now }),
  }
}
