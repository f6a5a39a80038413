import type { UserActor } from '../accounts/actor.ts'
import { withdraw } from '../notifications/withdraw.ts'
import { removeRelationship } from '../relationships/remove-relationship.ts'

/** Cancels, ends or unblocks; what was told of it goes too. */
export async function endRelationship(actor: UserActor, id: string): Promise<void> {
  await removeRelationship(actor, id)
  await withdraw(`request:${id}`, `accepted:${id}`)
}
