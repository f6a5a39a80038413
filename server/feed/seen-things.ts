import { Types, trusted } from 'mongoose'
import type { Actor } from '../accounts/actor.ts'
import { userIdOf } from '../engagement/engaged-item.ts'
import { Engagement } from '../engagement/engagement.model.ts'
import { WatchRecord } from '../history/watch-record.model.ts'

/**
 * Of these ids those that somebody has seen: a line of their history, which even a skip leaves, or a counted view,
 * which is there when the history is paused or was cleared. Guests leave no rows: for them only the walk remembers.
 * @param ids of videos and clips in descending order
 */
export async function seenAmong(actor: Actor, ids: readonly string[]): Promise<Set<string>> {
  const userId = userIdOf(actor)
  if (!userId || ids.length === 0) return new Set()
  const seen = await watchedBetween(userId, ids.at(-1)!, ids[0]!)
  const rest = ids.filter((id) => !seen.has(id))
  for (const id of await viewedAmong(userId, rest)) seen.add(id)
  return seen
}

/** One range of the index, however many ids: the usual person's have all they saw in it. */
async function watchedBetween(userId: string, lowest: string, highest: string): Promise<Set<string>> {
  const records = await WatchRecord.find(
    {
      userId,
      targetId: trusted({ $gte: new Types.ObjectId(lowest), $lte: new Types.ObjectId(highest) }),
    },
    { _id: 0, targetId: 1 },
  )
    .hint({ userId: 1, targetId: 1 })
    .lean()
  return new Set(records.map((record) => record.targetId.toHexString()))
}

async function viewedAmong(userId: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await Engagement.find(
    {
      targetId: trusted({ $in: ids.map((id) => new Types.ObjectId(id)) }),
      slot: 'view',
      userId: new Types.ObjectId(userId),
    },
    { _id: 0, targetId: 1 },
  )
    .hint({ targetId: 1, slot: 1, userId: 1 })
    .lean()
  return rows.map((row) => row.targetId.toHexString())
}
