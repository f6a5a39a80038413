import type { PersonView } from '#shared/accounts'
import type { FollowView } from '#shared/relationships'
import type { z } from 'zod'
import type { UserActor } from '../accounts/actor.ts'
import { setFollow } from '../engagement/set-follow.ts'
import { Conflict, Unprocessable } from '../errors.ts'
import { getReachablePerson, noSuchPerson } from './find-person.ts'
import { limitPerson } from './limit-person.ts'
import { announceScopeChange } from './scope-changes.ts'
import { isBlockedBetween, isHiddenFrom } from './viewer-scope.ts'

export interface Follow {
  person: PersonView
  view: z.infer<typeof FollowView>
}

/**
 * Follows, or follows no longer; both may be done twice.
 * @throws NotFound for somebody missing or hidden, Conflict for one whom the caller blocked
 */
export async function followPerson(
  actor: UserActor,
  username: string,
  isFollowing: boolean,
): Promise<Follow> {
  const person = await getReachablePerson(actor, username)
  if (person.id === actor.userId) throw new Unprocessable('You cannot follow yourself.')
  if (isFollowing) {
    if (await isHiddenFrom(actor, person.id)) {
      throw new Conflict('You have blocked this person. Unblock them first.')
    }
    await limitPerson('follow', actor.userId)
  }
  const { followerCount } = await setFollow(actor.userId, person.id, isFollowing)
  announceScopeChange(actor.userId)
  if (isFollowing && (await isBlockedBetween(actor.userId, person.id))) {
    // the block came at the same moment, and may have looked for follows before this one was there
    await setFollow(actor.userId, person.id, false)
    throw noSuchPerson()
  }
  return { person, view: { isFollowing, followerCount } }
}
