import { trusted } from 'mongoose'
import { AppError } from '../errors.ts'
import { logger } from '../logger.ts'
import { Collection, type CollectionDocument } from './collection.model.ts'
import { CollectionMember } from './collection-member.model.ts'
import { letGo } from './let-go.ts'
import { countLiveBytes, findLiveMembers } from './member-rows.ts'
import { recollect } from './recollect.ts'
import { dropCollection } from './settle-collection.ts'
import type { Writing } from './write-members.ts'

/** Worth writing anew once less than this share of it lives. */
const MOSTLY_DEAD = 0.5
/** In one run: the rest waits for the next, behind what people wait for. */
const MAX_AT_ONCE = 20

/**
 * Gives back the room of what died in collections: those in which nothing lives are removed, those that are mostly dead,
 * or hold bytes of something that was deleted, are written anew without it.
 */
export async function compactCollections(work: Omit<Writing, 'mayUseReserve'>): Promise<void> {
  await dropDead(work.now)
  const sealed = await Collection.find({ state: 'sealed', isSettled: true })
    .sort({ liveBytes: 1 })
    .lean<CollectionDocument[]>()
  let compacted = 0
  for (const collection of sealed) {
    if (compacted >= MAX_AT_ONCE) return
    work.signal.throwIfAborted()
    if (await isWorthIt(collection)) {
      compacted++
      await compact(collection, work)
    }
  }
}

async function dropDead(now: Date): Promise<void> {
  for (const state of ['sealed', 'expiring'] as const) {
    for (const collection of await Collection.find({ state, liveBytes: 0 }).lean<CollectionDocument[]>()) {
      // counted anew: what is there decides
      if ((await countLiveBytes(collection._id)) > 0) continue
      if (state === 'sealed') await dropCollection(collection, now)
      else await letGo(collection._id, now)
    }
  }
}

async function isWorthIt({ _id, liveBytes, sizeBytes }: CollectionDocument): Promise<boolean> {
  if (liveBytes < sizeBytes * MOSTLY_DEAD) return await hasDead(_id)
  return (await CollectionMember.exists({ collectionId: _id, isErased: true })) !== null
}

/** Where everything lives, there is nothing to gain: what it holds deflated to less than half. */
async function hasDead(collectionId: CollectionDocument['_id']): Promise<boolean> {
  return (await CollectionMember.exists({ collectionId, deadAt: trusted({ $ne: null }) })) !== null
}

/** Where the archive has no room for a second copy, or a block is damaged, it stays as it is, and is tried again later. */
async function compact(collection: CollectionDocument, work: Omit<Writing, 'mayUseReserve'>): Promise<void> {
  try {
    await recollect(collection, await findLiveMembers(collection._id), work)
    await countLiveBytes(collection._id)
    const left = await Collection.findById(collection._id).lean<CollectionDocument>()
    if (left?.liveBytes === 0) await dropCollection(left, work.now)
  } catch (error) {
    if (work.signal.aborted || !(error instanceof AppError)) throw error
    logger.warn({ error, collection: collection.number }, 'a collection could not be compacted')
  }
} // prettier-ignore
