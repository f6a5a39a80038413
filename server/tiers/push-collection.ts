import type { Readable } from 'node:stream'
import { coldFacts } from '../adapters/cold-store/cold-facts.ts'
import { getColdStore } from '../adapters/cold-store/index.ts'
import type { ColdRef } from '../adapters/cold-store/port.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { CorruptObject } from '../errors.ts'
import { logger } from '../logger.ts'
import { collectionName } from './collection-bytes.ts'
import { Collection, type CollectionDocument } from './collection.model.ts'
import { CreatorCopy, type CreatorCopyDocument } from './creator-copy.model.ts'
import { failMove } from './journal.ts'
import { settlePushed } from './settle-pushed.ts'
import { TierMove, type TierMoveDocument } from './tier-move.model.ts'

export interface Pushing {
  now: Date
  signal: AbortSignal
}

const DAY_MS = 24 * 3600_000
/** From the push on: when creators are sent their copies, and when the server lets go of it. */
export const COPY_DUE_MS = 15 * DAY_MS
export const EXPIRES_MS = 30 * DAY_MS

/**
 * Copies a sealed collection to the cold store, reads it back from there and compares, and only then says that it lies
 * there; after that its videos and the object here follow (settle-pushed.ts). Cut anywhere, it goes on from the state
 * that it reached. When the cold store does not take it, the collection stays sealed, and what asked for it failed.
 */
export async function pushCollection(collection: CollectionDocument, pushing: Pushing): Promise<void> {
  const begun = await begin(collection)
  if (!begun) return
  try {
    const cold = begun.cold ?? (await put(begun, pushing.signal))
    await verify(cold, pushing.signal)
  } catch (error) {
    if (pushing.signal.aborted) throw error
    logger.warn({ error, collection: begun.number }, 'a collection could not be pushed')
    return await undo(begun, error, pushing.now)
  }
  const before = begun.replacesId ? await inheritCopies(begun) : null
  const pushed = await finish(begun, before, pushing.now)
  if (pushed) await settlePushed(pushed, pushing)
}

function begin({ _id }: CollectionDocument): Promise<CollectionDocument | null> {
  return Collection.findOneAndUpdate(
    { _id, $or: [{ state: 'sealed' }, { state: 'pushing' }] },
    { $set: { state: 'pushing', isSettled: false } },
    { returnDocument: 'after' },
  )
    .lean<CollectionDocument>()
    .exec()
}

/** Noted at once, so that a copy there is known from its first moment; one that a kill leaves unknown is swept. */
async function put(collection: CollectionDocument, signal: AbortSignal): Promise<ColdRef> {
  const open = (): Promise<Readable> => getObjectStore().read(collection.objectKey)
  const named = { name: collectionName(collection.number), contentType: 'application/gzip' }
  const facts = await coldFacts(await open(), named)
  if (facts.sha256 !== collection.sha256)
    throw new CorruptObject('This collection is damaged, so it is not pushed.')
  const cold = await getColdStore().put(open, facts, signal)
  await Collection.updateOne({ _id: collection._id, state: 'pushing' }, { $set: { cold } })
  return cold
}

async function verify(cold: ColdRef, signal: AbortSignal): Promise<void> {
  const verdict = await getColdStore().verify(cold, signal)
  if (verdict !== 'ok') throw new CorruptObject(`What was just pushed is ${verdict} in the cold store.`)
}

/** What creators were sent of the collection that this one stands for; their time goes on. */
async function inheritCopies({ _id, replacesId }: CollectionDocument): Promise<CollectionDocument | null> {
  for (const copy of await CreatorCopy.find({ collectionId: replacesId }).lean<CreatorCopyDocument[]>()) {
    const { creatorId, sentAt, mailedAt, fetchedAt } = copy
    await CreatorCopy.updateOne(
      { collectionId: _id, creatorId },
      { $set: { sentAt, mailedAt, fetchedAt } },
      { upsert: true },
    )
  }
  return await Collection.findById(replacesId).lean<CollectionDocument>()
}

/** @param before whose deadlines it has, where it stands for another */
function finish(
  { _id }: CollectionDocument,
  before: CollectionDocument | null,
  now: Date,
): Promise<CollectionDocument | null> {
  const times = {
    expiringAt: before?.expiringAt ?? now,
    copyDueAt: before?.copyDueAt ?? new Date(now.getTime() + COPY_DUE_MS),
    expiresAt: before?.expiresAt ?? new Date(now.getTime() + EXPIRES_MS),
  }
  return Collection.findOneAndUpdate(
    { _id, state: 'pushing' },
    { $set: { state: 'expiring', ...times } },
    { returnDocument: 'after' },
  )
    .lean<CollectionDocument>()
    .exec()
}

/** Its videos never left: the object here was not touched. A copy that was given back is tried again later. */
async function undo(collection: CollectionDocument, error: unknown, now: Date): Promise<void> {
  const { _id } = collection
  const undone = await Collection.findOneAndUpdate(
    { _id, state: 'pushing' },
    // one that stands for another holds no video yet: it is dropped when it is settled
    { $set: { state: 'sealed', cold: null, isSettled: collection.replacesId === null } },
  ).lean<CollectionDocument>()
  if (!undone) return
  // one that cannot be removed now is swept
  if (undone.cold)
    await getColdStore()
      .remove(undone.cold)
      .catch(() => false)
  const asked = await TierMove.find({ collectionId: _id, state: 'open', from: 'ARCHIVE' }).lean<
    TierMoveDocument[]
  >()
  for (const move of asked) await failMove(move, error, now)
}
