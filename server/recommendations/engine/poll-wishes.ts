import { trusted, type Types } from 'mongoose'
import { UserAffinity } from '../user-affinity.model.ts'
import type { Engine } from './engine.ts'
import type { News } from './event-log.ts'

const BATCH = 500
/** Clocks of several processes differ. */
const OVERLAP_MS = 4_000
/** From here on a topic was chosen, or is liked as one that was. */
const CHOSEN_FROM = 0.5

interface WishesRow {
  userId: Types.ObjectId
  updatedAt: Date
  affinities?: Record<string, number>
  resets?: Record<string, Date>
}

export interface WishesPlace {
  from: Date
  /** Changes that were looked at, by person. */
  known: Map<string, number>
}

/** Who pinned, muted, reset or chose topics since the last look. */
export async function pollWishes(place: WishesPlace): Promise<WishesRow[]> {
  const rows = await UserAffinity.find({ updatedAt: trusted({ $gte: place.from }) }, WISHES_FIELDS)
    .sort({ updatedAt: 1 })
    .limit(BATCH)
    .lean<WishesRow[]>()
  const changed = rows.filter((row) => place.known.get(String(row.userId)) !== row.updatedAt.getTime())
  for (const row of changed) place.known.set(String(row.userId), row.updatedAt.getTime())
  const last = rows.at(-1)?.updatedAt
  if (last) place.from = rows.length < BATCH ? new Date(last.getTime() - OVERLAP_MS) : last
  for (const [userId, at] of place.known) if (at < place.from.getTime()) place.known.delete(userId)
  return changed
}

const WISHES_FIELDS = { userId: 1, updatedAt: 1, affinities: 1, resets: 1 }

/** People whom the engine does not know yet, with what they chose when they came. */
export async function meetingNews(engine: Engine, userIds: Iterable<string>): Promise<News[]> {
  const unknown = [...new Set(userIds)].filter((id) => !engine.users.has(id))
  if (unknown.length === 0) return []
  const rows = await UserAffinity.find({ userId: trusted({ $in: unknown }) }, WISHES_FIELDS).lean<WishesRow[]>() // prettier-ignore
  const chosen = new Map(rows.map((row) => [String(row.userId), chosenOf(row)]))
  return unknown.map((userId) => ({
    key: `p${userId}`,
    happening: { kind: 'person' as const, userId, chosen: chosen.get(userId) ?? [] },
  }))
}

/** The one of the greatest weight first. */
function chosenOf({ affinities = {} }: WishesRow): string[] {
  const chosen = Object.entries(affinities).filter(([, weight]) => weight >= CHOSEN_FROM)
  return chosen.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([topicId]) => topicId)
}

export function resetNews({ userId, resets = {} }: WishesRow): News[] {
  return Object.entries(resets).map(([topicId, at]) => ({
    key: `r${String(userId)}${topicId}${at.getTime().toString(36)}`,
    happening: { kind: 'reset' as const, userId: String(userId), topicId },
  }))
}
