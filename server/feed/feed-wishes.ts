import { Types } from 'mongoose'
import type { Actor } from '../accounts/actor.ts'
import { announceChange, onChange } from '../changes.ts'
import { userIdOf } from '../engagement/engaged-item.ts'
import { knownThings } from '../known-things.ts'
import { readPlain } from '../plain-reads.ts'
import { onScopeChange } from '../relationships/scope-changes.ts'
import { UserAffinity, type UserAffinityDocument } from '../recommendations/user-affinity.model.ts'
import { Dismissal, type DismissalDocument } from './dismissal.model.ts'

/** Of topics and creators, which every page of the feed looks at. */
export const MAX_WIDE_DISMISSALS = 1_000
/** Of items, that are kept; who left out more is looked up for each page. */
const MAX_ITEMS = 500
/** So long what somebody left out by another process may still come; what they do by this one shows at once. */
const KEPT_MS = 2_000
/** The same while others are heard, in case something changes them without saying so. */
const KEPT_HEARING_MS = 60_000
const PEOPLE = 2_000

/** What somebody wants to be left out, by id. */
export interface FeedWishes {
  items: ReadonlySet<string>
  topics: ReadonlySet<string>
  creators: ReadonlySet<string>
}

const NONE: FeedWishes = { items: new Set(), topics: new Set(), creators: new Set() }

type KeptWishes = FeedWishes & { hasMoreItems: boolean }

const known = knownThings<KeptWishes>({
  entries: PEOPLE,
  keptMs: KEPT_MS,
  keptHearingMs: KEPT_HEARING_MS,
  read: readAll,
})
onChange('wishes', ({ userId }) => known.forget(userId))
onScopeChange((userIds) => userIds.forEach((userId) => known.forget(userId)))

/** @param ids the items that it is asked for */
export async function findFeedWishes(actor: Actor, ids: readonly string[]): Promise<FeedWishes> {
  const userId = userIdOf(actor)
  if (!userId || ids.length === 0) return NONE
  const wishes = (await known.find([userId])).get(userId)
  if (!wishes) return NONE
  return wishes.hasMoreItems ? { ...wishes, items: await itemsAmong(userId, ids) } : wishes
}

/** They changed their mind: the next look is a fresh one. */
export function forgetFeedWishes(userId: string): void {
  announceChange('wishes', { userId })
}

async function readAll(userIds: string[]): Promise<Map<string, KeptWishes>> {
  const entries = await Promise.all(userIds.map(async (id) => [id, await readWishes(id)] as const))
  return new Map(entries)
}

type Row = Pick<DismissalDocument, 'scope' | 'subjectId'>
const FIELDS = { scope: 1, subjectId: 1 }

async function readWishes(id: string): Promise<KeptWishes> {
  const userId = new Types.ObjectId(id)
  const [wide, items, [affinity]] = await Promise.all([
    readPlain<Row>(Dismissal, { userId, scope: { $in: ['topic', 'creator'] } }, { projection: FIELDS, limit: 2 * MAX_WIDE_DISMISSALS }), // prettier-ignore
    readPlain<Row>(Dismissal, { userId, scope: 'item' }, { projection: FIELDS, limit: MAX_ITEMS + 1 }),
    readPlain<Pick<UserAffinityDocument, 'muted'>>(UserAffinity, { userId }, { projection: { muted: 1 }, limit: 1 }), // prettier-ignore
  ])
  const subjects = (rows: readonly Row[], scope: string) =>
    rows.filter((row) => row.scope === scope).map((row) => row.subjectId.toHexString())
  return {
    items: new Set(subjects(items, 'item')),
    topics: new Set([...subjects(wide, 'topic'), ...(affinity?.muted ?? []).map(String)]),
    creators: new Set(subjects(wide, 'creator')),
    hasMoreItems: items.length > MAX_ITEMS,
  }
}

async function itemsAmong(userId: string, ids: readonly string[]): Promise<Set<string>> {
  const subjectId = { $in: ids.map((id) => new Types.ObjectId(id)) }
  const filter = { userId: new Types.ObjectId(userId), scope: 'item', subjectId }
  const rows = await readPlain<Row>(Dismissal, filter, { projection: FIELDS, limit: ids.length })
  return new Set(rows.map((row) => row.subjectId.toHexString()))
}
