import type { UserActor } from '../accounts/actor.ts'
import { NotFound } from '../errors.ts'
import { withdraw } from '../notifications/withdraw.ts'
import { Share } from './share.model.ts'

/**
 * By the one who sent it, or the one who got it.
 * @throws NotFound
 */
export async function deleteShare(actor: UserActor, id: string): Promise<void> {
  const { userId } = actor
  const { deletedCount } = await Share.deleteOne({
    _id: id,
    $or: [{ fromUserId: userId }, { toUserId: userId }],
  })
  if (deletedCount === 0) throw new NotFound('There is nothing shared like this.')
  await withdraw(`share:${id}`)
}
