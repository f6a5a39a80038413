import { Types, trusted } from 'mongoose'
import type { Preferences } from '#shared/accounts'
import { DEFAULT_PREFERENCES } from '#shared/default-preferences'
import { boundedCache } from '../bounded-cache.ts'
import type { Actor } from '../accounts/actor.ts'
import { raiseScopeRevision } from '../accounts/raise-scope-revision.ts'
import { User, type UserDocument } from '../accounts/user.model.ts'
import { readByIds, readPlain } from '../plain-reads.ts'
import { Relationship, type RelationshipDocument } from './relationship.model.ts'
import { announceScopeChange } from './scope-changes.ts'

/** What a reader is not to be shown. */
export interface ViewerScope {
  /** Whom they blocked and who blocked them: to each other as if missing. */
  hiddenUserIds: ReadonlySet<string>
  showsNsfw: boolean
  showsSensitive: boolean
}

/** So long a block made in another process may go unseen by who does not ask themselves; changes in this one show at once. */
const SCOPE_MS = 2_000
/** Who asks brings the revision that their account has: a copy of the same one is theirs as of now. */
const REVISED_MS = 60_000
/** People at least, those of the latest blocks: what a filter of a list can carry. `isHiddenFrom` asks for those beyond. */
const HIDDEN_LIMIT = 5_000

const GUEST_SCOPE: ViewerScope = scopeOf({}, [])
const SYSTEM_SCOPE: ViewerScope = { hiddenUserIds: new Set(), showsNsfw: true, showsSensitive: true }

interface Kept {
  /** A promise, so that a change drops a read that is still under way together with what it will find. */
  reading: Promise<ViewerScope>
  revision: number | undefined
  readAt: number
}

const scopes = boundedCache<Kept>({ entries: 5_000, keptMs: REVISED_MS })

/** Whom and what this reader is not shown in lists, feeds and search. */
export async function viewerScope(actor: Actor): Promise<ViewerScope> {
  if (actor.kind === 'system') return SYSTEM_SCOPE
  if (actor.kind === 'guest') return GUEST_SCOPE
  return scopeOfUser(actor.userId, actor.scopeRevision)
}

/** The same of somebody who does not ask at the moment, where no revision of their account is known. */
export function scopeOfUser(userId: string, revision?: number): Promise<ViewerScope> {
  const known = scopes.get(userId)
  if (known && isCurrent(known, revision)) return known.reading
  const kept = { reading: readScope(userId), revision, readAt: performance.now() }
  scopes.set(userId, kept)
  kept.reading.catch(() => scopes.peek(userId) === kept && scopes.delete(userId))
  return kept.reading
}

function isCurrent(known: Kept, revision: number | undefined): boolean {
  if (revision !== undefined && known.revision === revision) return true
  return performance.now() - known.readAt < SCOPE_MS && (revision ?? known.revision) === known.revision
}

/** One of the two blocked the other. */
export async function isHiddenFrom(actor: Actor, userId: string): Promise<boolean> {
  if (actor.kind !== 'user' || actor.userId === userId) return false
  const { hiddenUserIds } = await viewerScope(actor)
  if (hiddenUserIds.has(userId) || hasAllBlocks({ hiddenUserIds })) return hiddenUserIds.has(userId)
  return isBlockedBetween(actor.userId, userId)
}

/** Whoever is not in it is not hidden. */
export function hasAllBlocks({ hiddenUserIds }: Pick<ViewerScope, 'hiddenUserIds'>): boolean {
  return hiddenUserIds.size < HIDDEN_LIMIT
}

/** As of now, where a write depends on it. */
export function isBlockedBetween(a: string, b: string): Promise<boolean> {
  return hasRow(a, b, 'blocked')
}

export async function areConnected(a: string, b: string): Promise<boolean> {
  return (await hasRow(a, b, 'accepted')) && !(await isBlockedBetween(a, b))
}

/**
 * For filters of a query: `uploader: notHidden(scope)`. Name the index with `hint` then: to the planner one that begins
 * with this field looks good, though it does not give the order of the list.
 */
export function notHidden(scope: Pick<ViewerScope, 'hiddenUserIds'>) {
  return trusted({ $nin: [...scope.hiddenUserIds].map((id) => new Types.ObjectId(id)) })
}

/** Their blocks or their preferences have changed: the next look is a fresh one, in other processes too. */
export async function renewViewerScope(...userIds: string[]): Promise<void> {
  dropViewerScope(...userIds)
  await raiseScopeRevision(userIds)
}

/** The next look of this process is a fresh one. */
export function dropViewerScope(...userIds: string[]): void {
  for (const userId of userIds) scopes.delete(userId)
  announceScopeChange(...userIds)
}

/** In either direction. */
async function hasRow(a: string, b: string, status: 'accepted' | 'blocked'): Promise<boolean> {
  const row = await Relationship.exists({
    $or: [
      { fromUserID: a, toUserID: b, status },
      { fromUserID: b, toUserID: a, status },
    ],
  })
  return row !== null
}

async function readScope(userId: string): Promise<ViewerScope> {
  const me = new Types.ObjectId(userId)
  const [[user], blocks] = await Promise.all([
    readByIds<UserDocument>(User, [userId], { preferences: 1 }),
    readPlain<RelationshipDocument>(
      Relationship,
      {
        $or: [
          { fromUserID: me, status: 'blocked' },
          { toUserID: me, status: 'blocked' },
        ],
      },
      { projection: { fromUserID: 1, toUserID: 1 }, sort: { _id: -1 }, limit: 2 * HIDDEN_LIMIT },
    ),
  ])
  const hidden = blocks.map((row) => (String(row.fromUserID) === userId ? row.toUserID : row.fromUserID))
  return scopeOf((user?.preferences ?? {}) as Partial<Preferences>, hidden.map(String))
}

function scopeOf(chosen: Partial<Preferences>, hidden: string[]): ViewerScope {
  const { showNsfw, showSensitive } = { ...DEFAULT_PREFERENCES, ...chosen }
  return { hiddenUserIds: new Set(hidden), showsNsfw: showNsfw, showsSensitive: showSensitive }
}
