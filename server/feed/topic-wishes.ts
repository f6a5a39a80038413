import type { Actor } from '../accounts/actor.ts'
import { userIdOf } from '../engagement/engaged-item.ts'
import { UserAffinity, type UserAffinityDocument } from '../recommendations/user-affinity.model.ts'

/** What somebody said or showed of topics, by topic id. */
export interface TopicWishes {
  pinned: ReadonlySet<string>
  muted: ReadonlySet<string>
  weights: ReadonlyMap<string, number>
}

const NONE: TopicWishes = { pinned: new Set(), muted: new Set(), weights: new Map() }

/** As it lies there: a plain object where the schema has a Map, and nothing where nothing was ever written. */
type StoredWishes = Partial<Pick<UserAffinityDocument, 'pinned' | 'muted'>> & {
  affinities?: Record<string, number>
}

export async function findTopicWishes(actor: Actor): Promise<TopicWishes> {
  const userId = userIdOf(actor)
  const row = userId && (await UserAffinity.findOne({ userId }).lean<StoredWishes>())
  if (!row) return NONE
  return {
    pinned: new Set(row.pinned?.map(String)),
    muted: new Set(row.muted?.map(String)),
    weights: new Map(Object.entries(row.affinities ?? {})),
  }
}
