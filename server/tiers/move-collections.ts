import { systemClock } from '../adapters/clock/index.ts'
import { archiveVideos } from './archive-videos.ts'
import { collectionLimits, type CollectionLimits } from './collection-limits.ts'
import { Collection, type CollectionDocument } from './collection.model.ts'
import { compactCollections } from './compact-collections.ts'
import { compactCold } from './compact-cold.ts'
import { expireCollections } from './expire-collections.ts'
import { letGo } from './let-go.ts'
import { pushCollections } from './push-collections.ts'
import { sendCreatorCopies } from './send-creator-copies.ts'
import { dropCollection, settleCollection } from './settle-collection.ts'
import { settlePushed } from './settle-pushed.ts'
import { sweepNowAndThen } from './sweep-storage.ts'
import { takeColdWishes, takeWishes } from './take-wishes.ts'
import { readTierSettings } from './tier-settings.ts'
import { undoWriting } from './write-members.ts'

export interface MovingCollections {
  signal: AbortSignal
  now?: Date
  limits?: CollectionLimits
}

/**
 * Everything that writes collections, one after the other, in a job of which one runs at a time: first what a killed run
 * left, then what is asked for. Asked for while it runs, it is found by the next run, a minute later at most.
 */
export async function moveCollections({ signal, now, limits }: MovingCollections): Promise<void> {
  const work = {
    signal,
    now: now ?? systemClock.now(),
    limits: limits ?? collectionLimits(await readTierSettings()),
  }
  await finishCollections(work)
  await takeWishes(work)
  await takeColdWishes(work)
  await pushCollections(work)
  await sendCreatorCopies(work)
  await expireCollections(work)
  await archiveVideos(work)
  await compactCollections(work)
  await compactCold(work)
  await sweepNowAndThen(work)
}

/** What was never sealed is removed, what was is brought to its end. */
async function finishCollections(work: { signal: AbortSignal; now: Date }): Promise<void> {
  const left = await Collection.find({ isSettled: false }).sort({ number: 1 }).lean<CollectionDocument[]>()
  for (const collection of left) {
    work.signal.throwIfAborted()
    if (collection.state === 'writing') await undoWriting(collection)
    else if (collection.state === 'sealed') await settleCollection(collection, work)
    else if (collection.state === 'expiring') await settlePushed(collection, work)
    else if (collection.state === 'gone') await finishGone(collection, work.now)
  }
}

/** Its row says that it is over, and a kill came before its object was removed. */
async function finishGone(collection: CollectionDocument, now: Date): Promise<void> {
  if (!collection.sealedAt) await undoWriting(collection)
  else if (collection.cold) await letGo(collection._id, now)
  else await dropCollection(collection, now)
}
