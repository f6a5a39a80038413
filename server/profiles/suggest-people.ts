import { Types, trusted } from 'mongoose'
import type { PersonView } from '#shared/accounts'
import type { UserActor } from '../accounts/actor.ts'
import { findPeople } from '../accounts/find-people.ts'
import { User } from '../accounts/user.model.ts'
import { Engagement } from '../engagement/engagement.model.ts'
import { UserAffinity } from '../recommendations/user-affinity.model.ts'
import { viewerScope } from '../relationships/viewer-scope.ts'
import { WATCHABLE_STATES } from '../videos/video-lifecycle.ts'
import { Video } from '../videos/video.model.ts'

const SUGGESTIONS = 12
/** Newest public videos that are looked at for who made them. */
const VIDEOS_LOOKED_AT = 300
const MOST_FOLLOWED = 50

/**
 * Whom somebody could follow: first those with the most of the newest public videos in the topics they care for, then
 * the most followed. Without themselves, whom they follow already, and who is hidden from them.
 */
export async function suggestPeople(actor: UserActor): Promise<PersonView[]> {
  const { hiddenUserIds } = await viewerScope(actor)
  const found = [...(await creatorsInTopics(actor.userId)), ...(await mostFollowed())]
  const others = [...new Set(found)].filter((id) => id !== actor.userId && !hiddenUserIds.has(id))
  const followed = await followedAmong(actor.userId, others)
  const ids = others.filter((id) => !followed.has(id)).slice(0, SUGGESTIONS)
  const people = await findPeople(ids)
  return ids.flatMap((id) => people.get(id) ?? [])
}

async function creatorsInTopics(userId: string): Promise<string[]> {
  const videos = await Video.find(
    {
      topicId: trusted({ $in: await likedTopics(userId) }),
      visibility: 'public',
      state: trusted({ $in: [...WATCHABLE_STATES] }),
      deletedAt: null,
    },
    { uploader: 1 },
  )
    .sort({ _id: -1 })
    .limit(VIDEOS_LOOKED_AT)
    .lean()
  return mostOften(videos.map(({ uploader }) => uploader.toHexString()))
}

async function likedTopics(userId: string): Promise<Types.ObjectId[]> {
  const row = await UserAffinity.findOne({ userId }, { affinities: 1 }).lean<{
    affinities?: Record<string, number>
  }>()
  return Object.entries(row?.affinities ?? {}).flatMap(([id, affinity]) =>
    affinity > 0 ? new Types.ObjectId(id) : [],
  )
}

/** Most frequent first; of equals the one that came first. */
function mostOften(ids: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a).map(([id]) => id)
}

async function mostFollowed(): Promise<string[]> {
  const users = await User.find({ followerCount: trusted({ $gt: 0 }) }, { _id: 1 })
    .sort({ followerCount: -1, _id: -1 })
    .limit(MOST_FOLLOWED)
    .lean()
  return users.map(({ _id }) => _id.toHexString())
}

async function followedAmong(userId: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await Engagement.find(
    { userId, targetId: trusted({ $in: [...ids] }), slot: 'follow' },
    { targetId: 1 },
  ).lean()
  return new Set(rows.map(({ targetId }) => targetId.toHexString()))
}
