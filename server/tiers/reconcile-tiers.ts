import { trusted } from 'mongoose'
import { systemClock } from '../adapters/clock/index.ts'
import { getColdStore } from '../adapters/cold-store/index.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { Collection } from './collection.model.ts'
import { CollectionMember } from './collection-member.model.ts'
import { TierMove, type TierMoveDocument } from './tier-move.model.ts'
import { findWantedMoves } from './wanted-moves.ts'

const BATCH = 200

/**
 * Asks again for every move that is open, whatever stopped it, and for collections whose day has come. The jobs have
 * fixed keys: one that waits or runs already stays the one.
 */
export async function reconcileTiers(now = systemClock.now()): Promise<void> {
  const open = await TierMove.find({ state: 'open' }, { videoId: 1, to: 1 })
    .sort({ _id: 1 })
    .limit(BATCH)
    .lean<TierMoveDocument[]>()
  for (const { videoId, to } of open) {
    if (to === 'RELIVE' && videoId) await enqueue('restore-video', { videoId: videoId.toHexString() })
  }
  const isAsked = open.some(({ to }) => to !== 'RELIVE')
  if (isAsked || (await hasWork(now))) await enqueue('move-collections', {})
}

/** Something left by a kill, creators to tell, a time that is over, or bytes of what was deleted. */
async function hasWork(now: Date): Promise<boolean> {
  const due = trusted({ $lte: now })
  const found = await Promise.all([
    Collection.exists({ isSettled: false }),
    findWantedMoves('ARCHIVE', 1).then(([wish]) => wish ?? null),
    findWantedMoves('RELIVE', 1).then(([wish]) => wish ?? null),
    Collection.exists({ state: 'pushing' }),
    Collection.exists({ state: 'expiring', copyDueAt: due }),
    getColdStore().canRemove ? CollectionMember.exists({ isErased: true }) : null,
  ])
  return found.some((each) => each !== null)
}
