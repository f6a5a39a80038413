import { Types, trusted } from 'mongoose'
import type { PersonView } from '#shared/accounts'
import type { Page } from '#shared/common'
import { SHOWN_IDS, type EngagementKind, type Reaction } from '#shared/engagement'
import { findPeople } from '../accounts/find-people.ts'
import { readPlain } from '../plain-reads.ts'
import { decodeCursor, encodeCursor } from '../page-cursor.ts'
import { Engagement, type EngagementDocument } from './engagement.model.ts'
import type { RowKind, Slot, Target } from './targets.ts'

/** One key for each target, however many rows they or this person have: named, since the planner would have to guess. */
const BY_SLOT = { targetId: 1, slot: 1, userId: 1 } as const
/** Holds the person too, so that the rows themselves, which lie all over the collection, are not read. */
const BY_KIND = { targetId: 1, kind: 1, _id: -1, userId: 1 } as const

/** Those that anybody reacted to: of the others nobody has to look for a reaction. */
export function reactedIds(
  things: readonly { _id: Types.ObjectId; likeCount: number; dislikeCount: number }[],
): string[] {
  return things
    .filter(({ likeCount, dislikeCount }) => likeCount > 0 || dislikeCount > 0)
    .map(({ _id }) => _id.toHexString())
}

/** What somebody made of each of these, by target id; nothing for guests. One query. */
export async function findReactions(
  userId: string | null,
  targetIds: readonly string[],
): Promise<Map<string, Reaction>> {
  if (!userId || targetIds.length === 0) return new Map()
  const rows = await readPlain<EngagementDocument>(
    Engagement,
    { targetId: { $in: ids(targetIds) }, slot: 'reaction', userId: new Types.ObjectId(userId) },
    { projection: { targetId: 1, kind: 1 }, hint: BY_SLOT, limit: targetIds.length },
  )
  return new Map(rows.filter(isReaction).map((row) => [row.targetId.toString(), row.kind]))
}

/** Who liked each of these, latest first: at most `SHOWN_IDS` of each together. */
export function findLikers(
  targetIds: readonly Types.ObjectId[],
  hiddenUserIds: ReadonlySet<string>,
): Promise<Pick<EngagementDocument, 'targetId' | 'userId'>[]> {
  return readPlain<EngagementDocument>(
    Engagement,
    {
      targetId: { $in: [...targetIds] },
      kind: 'like',
      ...(hiddenUserIds.size > 0 ? { userId: { $nin: ids([...hiddenUserIds]) } } : {}),
    },
    {
      projection: { _id: 0, targetId: 1, userId: 1 },
      sort: { targetId: 1, _id: -1 },
      hint: BY_KIND,
      limit: SHOWN_IDS * targetIds.length,
    },
  )
}

/**
 * Newest first; people who left or are hidden from the reader are passed over, so that a page may be short.
 * @param onlyUserId whose row alone is shown; null shows none
 */
export async function findEngagedPeople(
  target: Target,
  kind: EngagementKind | 'follow',
  page: { limit: number; cursor?: string },
  hiddenUserIds: ReadonlySet<string> = new Set(),
  onlyUserId?: string | null,
): Promise<Page<{ user: PersonView; date: string }>> {
  if (onlyUserId === null) return { items: [], nextCursor: null }
  const after = page.cursor && decodeCursor(page.cursor, (key) => /^[0-9a-f]{24}$/.test(key))
  const rows = await Engagement.find({
    targetId: new Types.ObjectId(target.id),
    kind,
    ...(onlyUserId ? { slot: slotOf(kind), userId: new Types.ObjectId(onlyUserId) } : {}),
    ...(after ? { _id: trusted({ $lt: new Types.ObjectId(after) }) } : {}),
  })
    .sort({ _id: -1 })
    .limit(page.limit + 1)
    .lean()
  const shown = rows.slice(0, page.limit)
  const last = rows.length > page.limit ? shown.at(-1) : undefined
  const seen = shown.filter((row) => !hiddenUserIds.has(row.userId.toString()))
  const people = await findPeople(seen.map((row) => row.userId.toString()))
  const items = seen.flatMap((row) => {
    const user = people.get(row.userId.toString())
    return user ? [{ user, date: row.date.toISOString() }] : []
  })
  return { items, nextCursor: last ? encodeCursor(last._id.toHexString()) : null }
}

/** The first `SHOWN_IDS` users who did so, newest first. */
export async function firstUsers(targetId: string, kind: RowKind): Promise<string[]> {
  const rows = await readPlain<EngagementDocument>(
    Engagement,
    { targetId: new Types.ObjectId(targetId), kind },
    { projection: { _id: 0, userId: 1 }, sort: { _id: -1 }, hint: BY_KIND, limit: SHOWN_IDS },
  )
  return rows.map((row) => row.userId.toString())
}

function slotOf(kind: RowKind): Slot {
  return kind === 'view' || kind === 'follow' ? kind : 'reaction'
}

function isReaction<Row extends { kind: string }>(row: Row): row is Row & { kind: Reaction } {
  return row.kind === 'like' || row.kind === 'dislike'
}

function ids(list: readonly string[]): Types.ObjectId[] {
  return list.map((id) => new Types.ObjectId(id))
}
