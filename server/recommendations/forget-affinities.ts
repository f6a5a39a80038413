import type { UserAffinitiesView } from '#shared/recommendations'
import type { UserActor } from '../accounts/actor.ts'
import { announceScopeChange } from '../relationships/scope-changes.ts'
import { findAffinities } from './find-affinities.ts'
import { UserAffinity } from './user-affinity.model.ts'
import { writeAffinities } from './write-affinities.ts'

/** Everything that was learnt of somebody's topics, and what they said of them. The engine follows at its next look. */
export async function forgetAffinities(actor: UserActor): Promise<UserAffinitiesView> {
  const row = await UserAffinity.findOne({ userId: actor.userId }).lean<{ affinities?: object }>()
  const now = new Date()
  const resets = Object.keys(row?.affinities ?? {}).map((topicId) => [`resets.${topicId}`, now])
  await writeAffinities(actor.userId, {
    $set: { affinities: {}, pinned: [], muted: [], ...(Object.fromEntries(resets) as Record<string, Date>) },
  })
  announceScopeChange(actor.userId)
  return findAffinities(actor)
}
