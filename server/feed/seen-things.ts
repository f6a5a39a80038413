import { Types } from 'mongoose'
import type { Actor } from '../accounts/actor.ts'
import { userIdOf } from '../engagement/engaged-item.ts'
import { Engagement } from '../engagement/engagement.model.ts'
import { readPlain } from '../plain-reads.ts'
import { WatchRecord } from '../history/watch-record.model.ts'

/**
 * Of these ids those that somebody has seen: a line of their history, which even a skip leaves, or a counted view,
 * which is there when the history is paused or was cleared. Guests leave no rows: for them only the walk remembers.
 * @param ids of videos and clips in descending order
 */
export async function seenAmong(actor: Actor, ids: readonly string[]): Promise<Set<string>> {
  const userId = userIdOf(actor)
  if (!userId || ids.length === 0) return new Set()
  const [watched, viewed] = await Promise.all([watchedAmong(userId, ids), viewedAmong(userId, ids)])
  return new Set([...watched, ...viewed].map(({ targetId }) => targetId.toHexString()))
}

interface SeenRow {
  targetId: Types.ObjectId
}
const FIELDS = { _id: 0, targetId: 1 }
/** A queue's ids lie far apart: each is looked for. More of them are a stretch of the newest: one range of the index. */
const FEW = 64
/** More than were ever made in one stretch. */
const MAX_WATCHED = 100_000

/** @param ids in descending order */
export function watchedAmong(userId: string, ids: readonly string[]): Promise<SeenRow[]> {
  const targetId =
    ids.length <= FEW
      ? { $in: ids.map((id) => new Types.ObjectId(id)) }
      : { $gte: new Types.ObjectId(ids.at(-1)), $lte: new Types.ObjectId(ids[0]) }
  const hint = { userId: 1, targetId: 1 } as const
  const filter = { userId: new Types.ObjectId(userId), targetId }
  return readPlain<SeenRow>(WatchRecord, filter, { projection: FIELDS, hint, limit: MAX_WATCHED })
}

function viewedAmong(userId: string, ids: readonly string[]): Promise<SeenRow[]> {
  const targetId = { $in: ids.map((id) => new Types.ObjectId(id)) }
  const hint = { targetId: 1, slot: 1, userId: 1 } as const
  const filter = { targetId, slot: 'view', userId: new Types.ObjectId(userId) }
  return readPlain<SeenRow>(Engagement, filter, { projection: FIELDS, hint, limit: ids.length })
}
