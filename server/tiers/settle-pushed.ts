import { getObjectStore } from '../adapters/object-store/index.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { Collection, type CollectionDocument } from './collection.model.ts'
import { closeMove, failMove, findOpenMove } from './journal.ts'
import { letGo } from './let-go.ts'
import { buryMembers, countLiveBytes, findLiveMembers, reviveMembers } from './member-rows.ts'
import { requestRestore } from './request-restore.ts'
import { changeCollection, setStage } from './set-stage.ts'
import { byVideo } from './settle-collection.ts'
import type { TierMoveDocument } from './tier-move.model.ts'

/**
 * The cold store has the collection, checked: each video learns of it, then the object here goes. A video that may not
 * leave the archive (it was held meanwhile) is brought back up from here first; until then the object stays.
 */
export async function settlePushed(
  collection: CollectionDocument,
  { now, signal }: { now: Date; signal?: AbortSignal },
): Promise<void> {
  await reviveMembers(collection._id)
  let staying = 0
  for (const [videoId, members] of byVideo(await findLiveMembers(collection._id))) {
    signal?.throwIfAborted()
    const video = await Video.findOne({ _id: videoId, deletedAt: null }).lean<VideoDocument>()
    const open = await findOpenMove(members[0]!.videoId)
    const move = open?.collectionId?.equals(collection._id) ? open : null
    const outcome = await settleVideo(collection, video, move, now)
    const { videoId: id } = members[0]!
    if (outcome === 'stays') staying++
    if (outcome === 'left') await buryMembers({ videoId: id, collectionId: collection._id }, now, video ? {} : { isErased: true })
    if (outcome === 'settled' && collection.replacesId) await buryMembers({ videoId: id, collectionId: collection.replacesId }, now)
    if (outcome !== 'settled' && move) await failMove(move, 'This video was changed or deleted meanwhile.', now)
  }
  if (staying > 0) return
  await getObjectStore().remove(collection.objectKey)
  await Collection.updateOne({ _id: collection._id, state: 'expiring' }, { $set: { isSettled: true } })
  if ((await countLiveBytes(collection._id)) === 0) await letGo(collection._id, now)
} // prettier-ignore

async function settleVideo(
  collection: CollectionDocument,
  video: VideoDocument | null,
  move: TierMoveDocument | null,
  now: Date,
): Promise<'settled' | 'stays' | 'left'> {
  if (!video) return 'left'
  const isOurs = collection._id.equals(video.collectionId ?? undefined)
  if (isOurs && video.storageStage === 'EXPIRING') return await close(move, now)
  if (isReplaced(video, collection)) return await takeOver(video, collection)
  const isComing = isOurs && video.storageStage === 'ARCHIVE'
  const isGivenBack = video.storageStage === 'AWAITING_PUSH' && move !== null
  if (!isComing && !isGivenBack) return 'left'
  const changed = await setStage(video, {
    to: 'EXPIRING',
    reason: move?.reason ?? 'hardly_ever_watched',
    now,
    reviewAt: collection.copyDueAt ?? now,
    collectionId: collection._id,
    // what is held never leaves the archive
    expect: isComing ? { legalHold: null } : {},
  })
  if (changed) return await close(move, now)
  const current = await Video.findOne({ _id: video._id, deletedAt: null }).lean<VideoDocument>()
  if (current?.storageStage !== 'ARCHIVE') return current?.storageStage === 'EXPIRING' ? await close(move, now) : 'left'
  await requestRestore(video._id.toHexString())
  return 'stays'
} // prettier-ignore

/** It lies in the collection that this one is written instead of. */
function isReplaced(
  { storageStage, collectionId }: VideoDocument,
  { replacesId }: CollectionDocument,
): boolean {
  return storageStage === 'EXPIRING' && replacesId !== null && replacesId.equals(collectionId ?? undefined)
}

async function takeOver(
  video: VideoDocument,
  collection: CollectionDocument,
): Promise<'settled' | 'stays' | 'left'> {
  if (await changeCollection(video, { collectionId: collection._id })) return 'settled'
  const current = await Video.findOne({ _id: video._id, deletedAt: null }).lean<VideoDocument>()
  if (!current || current.storageStage !== 'EXPIRING') return 'left'
  return collection._id.equals(current.collectionId ?? undefined) ? 'settled' : 'stays'
}

async function close(move: TierMoveDocument | null, now: Date): Promise<'settled'> {
  if (move) await closeMove(move, now)
  return 'settled'
}
