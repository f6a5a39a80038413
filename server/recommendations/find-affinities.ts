import type { UserAffinitiesView } from '#shared/recommendations'
import type { UserActor } from '../accounts/actor.ts'
import { topicNames } from './topic-names.ts'
import { UserAffinity, type UserAffinityDocument } from './user-affinity.model.ts'

/** What this person cares for: the pinned topics first, then those of the greatest weight. Topics that are gone are left out. */
export async function findAffinities(actor: UserActor): Promise<UserAffinitiesView> {
  const row = await UserAffinity.findOne({ userId: actor.userId }).lean<StoredAffinities>()
  const weights = new Map(Object.entries(row?.affinities ?? {}))
  const pinned = new Set(row?.pinned?.map(String))
  const muted = new Set(row?.muted?.map(String))
  const names = await topicNames([...new Set([...weights.keys(), ...pinned, ...muted])])
  const topics = [...names].map(([topicId, topic]) => ({
    topicId,
    topic,
    affinity: weights.get(topicId) ?? 0,
    isPinned: pinned.has(topicId),
    isMuted: muted.has(topicId),
  }))
  topics.sort(
    (a, b) =>
      Number(b.isPinned) - Number(a.isPinned) || b.affinity - a.affinity || (a.topic < b.topic ? -1 : 1),
  )
  return {
    userId: actor.userId,
    affinities: Object.fromEntries([...weights].filter(([topicId]) => names.has(topicId))),
    topics,
  }
}

/** As it lies there: a plain object where the schema has a Map, and nothing where nothing was ever written. */
type StoredAffinities = Partial<Pick<UserAffinityDocument, 'pinned' | 'muted'>> & {
  affinities?: Record<string, number>
}
