import type { UserActor } from '../accounts/actor.ts'
import { record } from '../audit/record.ts'
import { Conflict, Unprocessable } from '../errors.ts'
import { changePair, type PairChange } from './change-pair.ts'
import { getReachablePerson } from './find-person.ts'
import { Relationship } from './relationship.model.ts'

/** Bounds the filter that every list of theirs carries. */
const MAX_BLOCKS = 1_000

/**
 * Hides the two from each other from the moment that the row is written, and ends what was between them. The other is
 * not told. Doing it again changes nothing.
 * @throws NotFound for somebody missing and, the same, for one who blocked the caller
 */
export async function blockPerson(actor: UserActor, username: string): Promise<PairChange> {
  const { id: other } = await getReachablePerson(actor, username)
  if (other === actor.userId) throw new Unprocessable('You cannot block yourself.')
  await refuseTooMany(actor.userId)
  await record(actor, { action: 'BLOCK_PERSON', target: `user:${other}` })
  return changePair({ me: actor.userId, other }, { kind: 'block' })
}

async function refuseTooMany(userId: string): Promise<void> {
  const count = await Relationship.countDocuments({ fromUserID: userId, status: 'blocked' })
  if (count >= MAX_BLOCKS) {
    throw new Conflict(`You have blocked ${MAX_BLOCKS} people, and there is no room for more.`)
  }
}
