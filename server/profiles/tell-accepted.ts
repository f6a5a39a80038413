import type { UserActor } from '../accounts/actor.ts'
import { notify } from '../notifications/notify.ts'
import { withdraw } from '../notifications/withdraw.ts'
import type { PairChange } from '../relationships/change-pair.ts'

/** Tells the other that the two are connected now, and takes back the request that is answered by it. */
export async function tellAccepted(actor: UserActor, { before, after }: PairChange): Promise<void> {
  const isAccepted = (pair: PairChange['after']) =>
    pair.mine?.status === 'accepted' || pair.theirs?.status === 'accepted'
  const row = [after.mine, after.theirs].find((each) => each?.status === 'accepted')
  if (!row || isAccepted(before)) return
  const from = row.fromUserID.toString()
  await withdraw(`request:${row._id}`)
  await notify({
    userId: from === actor.userId ? row.toUserID.toString() : from,
    kind: 'connection_accepted',
    group: 'connection_accepted',
    actorId: actor.userId,
    thing: `accepted:${row._id}`,
    subject: '',
    url: `/people/${actor.username}`,
  })
}
