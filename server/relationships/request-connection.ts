import type { UserActor } from '../accounts/actor.ts'
import { Unprocessable } from '../errors.ts'
import { changePair, type PairChange } from './change-pair.ts'
import { getReachablePerson, noSuchPerson } from './find-person.ts'
import { limitPerson } from './limit-person.ts'

/**
 * Asks somebody to connect; where they ask too, the two are connected by it.
 * @throws NotFound for somebody missing and, the same, for one who blocked the caller
 * @throws Conflict when the caller blocked them, RateLimited after many requests
 */
export async function requestConnection(actor: UserActor, username: string): Promise<PairChange> {
  const { id: other } = await getReachablePerson(actor, username)
  if (other === actor.userId) throw new Unprocessable('You cannot connect with yourself.')
  await limitPerson('ask', actor.userId)
  const change = await changePair({ me: actor.userId, other }, { kind: 'request' })
  // a block that came at the same moment has taken the request away again
  if (change.after.theirs?.status === 'blocked') throw noSuchPerson()
  return change
}
