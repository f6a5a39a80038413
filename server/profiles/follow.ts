import type { FollowView } from '#shared/relationships'
import type { z } from 'zod'
import type { UserActor } from '../accounts/actor.ts'
import { notify } from '../notifications/notify.ts'
import { withdraw } from '../notifications/withdraw.ts'
import { followPerson } from '../relationships/follow-person.ts'

/** @throws NotFound, Conflict, Unprocessable, RateLimited as `followPerson` */
export async function follow(actor: UserActor, username: string): Promise<z.infer<typeof FollowView>> {
  const { person, view } = await followPerson(actor, username, true)
  await notify({
    userId: person.id,
    kind: 'follow',
    group: 'follow',
    actorId: actor.userId,
    thing: thingOf(actor.userId, person.id),
    subject: '',
    url: `/people/${actor.username}`,
  })
  return view
}

/** @throws NotFound, Unprocessable as `followPerson` */
export async function unfollow(actor: UserActor, username: string): Promise<z.infer<typeof FollowView>> {
  const { person, view } = await followPerson(actor, username, false)
  await withdraw(thingOf(actor.userId, person.id))
  return view
}

function thingOf(followerId: string, followedId: string): string {
  return `follow:${followerId}:${followedId}`
}
