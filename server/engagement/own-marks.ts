import { Types, trusted } from 'mongoose'
import type { Reaction } from '#shared/engagement'
import { Engagement } from './engagement.model.ts'

/** What somebody made of an item: their like or dislike, and whether they put it by for later. */
export interface OwnMarks {
  myReaction: Reaction | null
  isSaved: boolean
}

export const NO_MARKS: OwnMarks = { myReaction: null, isSaved: false }

/** By target id, of those that have any; nothing for guests. One query. */
export async function findOwnMarks(
  userId: string | null,
  targetIds: readonly string[],
): Promise<Map<string, OwnMarks>> {
  if (!userId || targetIds.length === 0) return new Map()
  const rows = await Engagement.find(
    {
      targetId: trusted({ $in: targetIds.map((id) => new Types.ObjectId(id)) }),
      slot: trusted({ $in: ['reaction', 'save'] as const }),
      userId: new Types.ObjectId(userId),
    },
    { targetId: 1, kind: 1 },
  )
    // one key for each target and slot, however many rows they or this person have
    .hint({ targetId: 1, slot: 1, userId: 1 })
    .lean()
  const marks = new Map<string, OwnMarks>()
  for (const { targetId, kind } of rows) {
    const id = targetId.toHexString()
    const known = marks.get(id) ?? NO_MARKS
    if (kind === 'save') marks.set(id, { ...known, isSaved: true })
    else if (kind === 'like' || kind === 'dislike') marks.set(id, { ...known, myReaction: kind })
  }
  return marks
}
