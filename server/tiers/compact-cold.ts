import { trusted } from 'mongoose'
import { getColdStore } from '../adapters/cold-store/index.ts'
import { boundedCache } from '../bounded-cache.ts'
import { AppError } from '../errors.ts'
import { logger } from '../logger.ts'
import { Collection, type CollectionDocument } from './collection.model.ts'
import { CollectionMember, type CollectionMemberDocument } from './collection-member.model.ts'
import { letGo } from './let-go.ts'
import { countLiveBytes, findLiveMembers } from './member-rows.ts'
import { pushCollection } from './push-collection.ts'
import { sourceOf } from './recollect.ts'
import { writeMembers, type Writing } from './write-members.ts'

/** In one run: each is read from far away and sent back there. */
const MAX_AT_ONCE = 5
const MAX_ERASED = 1_000
const RETRY_MS = 6 * 3600_000
const failed = boundedCache<true>({ entries: MAX_ERASED, keptMs: RETRY_MS })

type Work = Omit<Writing, 'mayUseReserve'>

/**
 * Takes what was deleted out of the cold store: a collection there that holds it beside others is written anew without it,
 * pushed as any other, and removed once every video lies in the new one. Deadlines, and what creators were sent, go over.
 * Cut anywhere, what was written is dropped or brought to its end by the next run. Where the store takes nothing back, there
 * is nothing to gain: it stays until the store lets go of it (`isColdLeft`).
 */
export async function compactCold(work: Work): Promise<void> {
  if (!getColdStore().canRemove) return
  let compacted = 0
  for (const collection of await findErased()) {
    if (compacted >= MAX_AT_ONCE) return
    work.signal.throwIfAborted()
    if (failed.has(collection._id.toHexString())) continue
    compacted++
    await compact(collection, work)
  }
}

/** Collections in the cold store that hold bytes of deleted videos. */
async function findErased(): Promise<CollectionDocument[]> {
  const erased = await CollectionMember.find({ isErased: true }, { collectionId: 1 })
    .limit(MAX_ERASED)
    .lean<CollectionMemberDocument[]>()
  const ids = new Map(erased.map(({ collectionId }) => [collectionId.toHexString(), collectionId]))
  const holding = { _id: trusted({ $in: [...ids.values()] }), state: 'expiring', isSettled: true } as const
  return await Collection.find(holding).lean<CollectionDocument[]>()
}

async function compact(collection: CollectionDocument, work: Work): Promise<void> {
  try {
    const members = await findLiveMembers(collection._id)
    if (members.length > 0) await replace(collection, members, work)
    if ((await countLiveBytes(collection._id)) === 0) await letGo(collection._id, work.now)
  } catch (error) {
    if (work.signal.aborted || !(error instanceof AppError)) throw error
    failed.set(collection._id.toHexString(), true)
    logger.warn({ error, collection: collection.number }, 'what was deleted could not be taken out of the cold store')
  }
} // prettier-ignore

async function replace(
  collection: CollectionDocument,
  members: Awaited<ReturnType<typeof findLiveMembers>>,
  work: Work,
): Promise<void> {
  const sources = members.map((member) => sourceOf(collection, member))
  const written = await writeMembers(sources, { ...work, mayUseReserve: true }, (_id) =>
    Collection.updateOne({ _id, state: 'writing' }, { $set: { replacesId: collection._id } }),
  )
  await pushCollection(written, work)
}
