import type { ProfileView } from '#shared/profiles'
import { isSameUser, type Actor } from '../accounts/actor.ts'
import { User } from '../accounts/user.model.ts'
import { countClipsOf } from '../clips/count-clips.ts'
import { findConnection } from '../relationships/find-connection.ts'
import { countFollowing } from '../relationships/find-follows.ts'
import { noSuchPerson } from '../relationships/find-person.ts'
import { countVideosOf } from '../videos/count-videos.ts'

const NOTHING = { videoCount: 0, clipCount: 0, followerCount: 0, followingCount: 0 }

/**
 * Somebody as the reader may see them. Of one whom the reader blocked only the name is left, so that they can be
 * unblocked.
 * @throws NotFound for somebody missing and, the same, for one who blocked the reader
 */
export async function getProfile(actor: Actor, username: string): Promise<ProfileView> {
  const user = await User.findOne({ username }, FIELDS).lean()
  if (!user) throw noSuchPerson()
  const id = user._id.toHexString()
  const isMe = isSameUser(actor, id)
  const [standing, counts] = await Promise.all([
    actor.kind === 'user' && !isMe ? findConnection(actor.userId, id) : null,
    countThings(id),
  ])
  if (standing?.isBlockedByOther) throw noSuchPerson()
  const { firstName, lastName, profilePicture, bio, followerCount } = user
  const connection = standing?.connection ?? null
  const registrationDate = user.registrationDate.toISOString()
  const known = { id, username, name: `${firstName} ${lastName}`, isMe, connection, registrationDate }
  if (connection?.state === 'blocked') return { ...known, ...NOTHING, profilePicture: '', bio: '' }
  return { ...known, ...counts, followerCount, profilePicture, bio } satisfies ProfileView
}

const FIELDS = {
  firstName: 1, lastName: 1, profilePicture: 1, bio: 1, registrationDate: 1, followerCount: 1,
} as const // prettier-ignore

async function countThings(id: string) {
  const [videoCount, clipCount, followingCount] = await Promise.all([
    countVideosOf(id),
    countClipsOf(id),
    countFollowing(id),
  ])
  return { videoCount, clipCount, followingCount }
}
