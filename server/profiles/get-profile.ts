import type { PersonView } from '#shared/accounts'
import type { ProfileView } from '#shared/profiles'
import type { Actor } from '../accounts/actor.ts'
import { User } from '../accounts/user.model.ts'
import { countClipsOf } from '../clips/count-clips.ts'
import { findConnection } from '../relationships/find-connection.ts'
import { countFollowing } from '../relationships/find-follows.ts'
import { getReachablePerson, noSuchPerson } from '../relationships/find-person.ts'
import { countVideosOf } from '../videos/count-videos.ts'

const NOTHING = { videoCount: 0, clipCount: 0, followerCount: 0, followingCount: 0 }

/**
 * Somebody as the reader may see them. Of one whom the reader blocked only the name is left, so that they can be
 * unblocked.
 * @throws NotFound for somebody missing and, the same, for one who blocked the reader
 */
export async function getProfile(actor: Actor, username: string): Promise<ProfileView> {
  const person = await getReachablePerson(actor, username)
  const isMe = actor.kind === 'user' && actor.userId === person.id
  const user = await User.findById(person.id, { bio: 1, registrationDate: 1, followerCount: 1 }).lean()
  if (!user) throw noSuchPerson()
  const connection = actor.kind === 'user' && !isMe ? await findConnection(actor.userId, person.id) : null
  const known = { isMe, connection, registrationDate: user.registrationDate.toISOString() }
  if (connection?.state === 'blocked') return { ...person, ...known, ...NOTHING, profilePicture: '', bio: '' }
  const counts = { ...(await countThings(person)), followerCount: user.followerCount }
  return { ...person, ...known, ...counts, bio: user.bio } satisfies ProfileView
}

async function countThings({ id }: PersonView) {
  const [videoCount, clipCount, followingCount] = await Promise.all([
    countVideosOf(id),
    countClipsOf(id),
    countFollowing(id),
  ])
  return { videoCount, clipCount, followingCount }
}
