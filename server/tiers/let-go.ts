import { trusted, type Types } from 'mongoose'
import { getColdStore } from '../adapters/cold-store/index.ts'
import { Collection, type CollectionDocument } from './collection.model.ts'
import { CollectionMember } from './collection-member.model.ts'
import { countLiveBytes, reviveMembers } from './member-rows.ts'

/**
 * The end of a collection in the cold store, once nothing in it is alive: first its row says so, then the store is asked
 * to remove it. Where the store cannot take back what it was given, the row says that as well.
 */
export async function letGo(collectionId: Types.ObjectId, now: Date): Promise<void> {
  await reviveMembers(collectionId)
  if ((await countLiveBytes(collectionId)) > 0) return
  const collection = await Collection.findOneAndUpdate(
    { _id: collectionId, state: trusted({ $in: ['expiring', 'gone'] }), liveBytes: 0 },
    { $set: { state: 'gone', isSettled: false } },
    { returnDocument: 'after' },
  ).lean<CollectionDocument>()
  if (!collection) return
  const isRemoved = collection.cold ? await getColdStore().remove(collection.cold) : true
  // others stay while their videos await a copy
  await CollectionMember.deleteMany({ collectionId, isErased: true })
  await Collection.updateOne(
    { _id: collectionId, state: 'gone' },
    { $set: { isSettled: true, isColdLeft: !isRemoved, goneAt: collection.goneAt ?? now } },
  )
}
