import { trusted } from 'mongoose'
import type { Actor } from '../accounts/actor.ts'
import { userIdOf } from '../engagement/engaged-item.ts'
import { Dismissal } from './dismissal.model.ts'
import { findTopicWishes } from './topic-wishes.ts'

/** Of topics and creators, which every page of the feed looks at. */
export const MAX_WIDE_DISMISSALS = 1_000

/** What somebody wants to be left out, by id. */
export interface FeedWishes {
  items: ReadonlySet<string>
  topics: ReadonlySet<string>
  creators: ReadonlySet<string>
}

const NONE: FeedWishes = { items: new Set(), topics: new Set(), creators: new Set() }

/** @param ids the items that it is asked for */
export async function findFeedWishes(actor: Actor, ids: readonly string[]): Promise<FeedWishes> {
  const userId = userIdOf(actor)
  if (!userId || ids.length === 0) return NONE
  const [items, wide, { muted }] = await Promise.all([
    Dismissal.find({ userId, scope: 'item', subjectId: trusted({ $in: [...ids] }) }, { subjectId: 1 }).lean(),
    Dismissal.find({ userId, scope: trusted({ $in: ['topic', 'creator'] }) }, { scope: 1, subjectId: 1 })
      .limit(2 * MAX_WIDE_DISMISSALS)
      .lean(),
    findTopicWishes(actor),
  ])
  const subjects = (scope: string) =>
    wide.filter((row) => row.scope === scope).map((row) => row.subjectId.toHexString())
  return {
    items: new Set(items.map((row) => row.subjectId.toHexString())),
    topics: new Set([...subjects('topic'), ...muted]),
    creators: new Set(subjects('creator')),
  }
}
