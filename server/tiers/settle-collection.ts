import { trusted } from 'mongoose'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { Collection, type CollectionDocument } from './collection.model.ts'
import { CollectionMember, type CollectionMemberDocument } from './collection-member.model.ts'
import { closeMove, failMove, findOpenMove, isStillOpen } from './journal.ts'
import {
  buryMembers,
  countLiveBytes,
  findLiveMembers,
  reviveMembers,
  type MemberFacts,
} from './member-rows.ts'
import { restoreMember } from './restore-member.ts'
import { changeCollection, setStage } from './set-stage.ts'
import { isAfloat } from './stage-edges.ts'
import { TierMove, type TierMoveDocument } from './tier-move.model.ts'

/** A video that has members in the collection that is settled. */
interface Settling {
  collection: CollectionDocument
  members: MemberFacts[]
  video: VideoDocument | null
  move: TierMoveDocument | null
  now: Date
}

/**
 * After the seal: each video in turn learns that it lies here, then its copy before is removed, then its line in the
 * journal is closed. What became of a video meanwhile decides; its members here are buried when it did not come. Done
 * again after a kill, every step passes over what was done.
 */
export async function settleCollection(
  collection: CollectionDocument,
  { now, signal }: { now: Date; signal?: AbortSignal },
): Promise<void> {
  await reviveMembers(collection._id)
  for (const [videoId, members] of byVideo(await findLiveMembers(collection._id))) {
    signal?.throwIfAborted()
    const video = await Video.findOne({ _id: videoId, deletedAt: null }).lean<VideoDocument>()
    const move = await findOpenMove(members[0]!.videoId)
    await settleVideo({ collection, members, video, move: belongs(move, collection), now })
  }
  await failRest(collection, now)
  if ((await countLiveBytes(collection._id)) === 0) return await dropCollection(collection, now)
  await Collection.updateOne({ _id: collection._id, state: 'sealed' }, { $set: { isSettled: true } })
}

/**
 * Nothing in it is alive: its row says so first, so that nobody looks for the object any more, then the object goes.
 */
export async function dropCollection(collection: CollectionDocument, now: Date): Promise<void> {
  await reviveMembers(collection._id)
  if ((await countLiveBytes(collection._id)) > 0) return
  const dropped = await Collection.findOneAndUpdate(
    { _id: collection._id, state: trusted({ $in: ['sealed', 'gone'] }), liveBytes: 0, cold: null },
    { $set: { state: 'gone', goneAt: now } },
  )
  if (!dropped) return
  await getObjectStore().remove(collection.objectKey)
  await CollectionMember.deleteMany({ collectionId: collection._id })
  // what was to come into it is asked for as before
  await TierMove.updateMany({ collectionId: collection._id, state: 'open' }, { $set: { collectionId: null } })
  await Collection.updateOne({ _id: collection._id, state: 'gone' }, { $set: { isSettled: true } })
}

export function byVideo(members: MemberFacts[]): Map<string, MemberFacts[]> {
  const videos = new Map<string, MemberFacts[]>()
  for (const member of members) {
    const id = member.videoId.toHexString()
    videos.set(id, [...(videos.get(id) ?? []), member])
  }
  return videos
}

async function settleVideo(settling: Settling): Promise<void> {
  const { video, move } = settling
  if (video && move?.to === 'ARCHIVE') return await settleArchived(settling, video, move)
  // a copy that was given back: it comes alive with the push (push-collection.ts)
  if (video?.storageStage === 'AWAITING_PUSH' && move?.to === 'EXPIRING') return
  const isHere = video && (await comeOver(settling, video))
  if (!isHere) return await bury(settling, 'This video was changed or deleted meanwhile.')
  await buryMembers({ videoId: video._id }, settling.now)
}

/** From RELIVE: the stage, then the bytes before it, then the journal. */
async function settleArchived(
  settling: Settling,
  video: VideoDocument,
  move: TierMoveDocument,
): Promise<void> {
  const { collection, members, now } = settling
  const isThere = isIn(video, collection) || (await sink(settling, video, move))
  if (!isThere) return await bury(settling, 'This video was watched or changed meanwhile, so it stays.')
  for (const member of members) {
    if (!(await isStillOpen(move))) return
    await getObjectStore().remove(member.objectKey)
    await putBackIfRisen(member, collection, move)
  }
  await buryMembers({ videoId: video._id }, now)
  await closeMove(move, now)
}

/**
 * A second run of this may have closed the line in the very moment before the removal, and a viewer have brought the video
 * back up since: then what was removed is what they brought.
 */
async function putBackIfRisen(
  { _id, videoId }: MemberFacts,
  collection: CollectionDocument,
  move: TierMoveDocument,
): Promise<void> {
  if (await isStillOpen(move)) return
  const video = await Video.findOne({ _id: videoId, deletedAt: null }).lean<VideoDocument>()
  const member = await CollectionMember.findById(_id).lean<CollectionMemberDocument>()
  if (!video || !member || !isAfloat(video.storageStage)) return
  await restoreMember(member, collection, new AbortController().signal)
}

async function sink(
  { collection, members, now }: Settling,
  video: VideoDocument,
  move: TierMoveDocument,
): Promise<boolean> {
  if (video.storageStage !== 'RELIVE') return false
  const original = members.find(({ role }) => role === 'original')
  const expect = {
    state: 'ready' as const,
    packRevision: video.packRevision,
    ...(original ? { 'source.objectKey': original.objectKey } : {}),
  }
  const change = { to: 'ARCHIVE', reason: move.reason, now, collectionId: collection._id, expect } as const
  return (await setStage(video, change)) !== null || (await isNowIn(video, collection))
}

/** From another collection, which held the same bytes. */
async function comeOver({ collection, members }: Settling, video: VideoDocument): Promise<boolean> {
  if (video.storageStage !== 'ARCHIVE') return false
  if (isIn(video, collection)) return true
  const before = await CollectionMember.find(
    { videoId: video._id, deadAt: null },
    { sha256: 1, collectionId: 1 },
  ).lean<MemberFacts[]>()
  const left = before.filter((member) => member.collectionId.equals(video.collectionId ?? undefined))
  const isSame = left.every(({ sha256 }) => members.some((member) => member.sha256 === sha256))
  if (!isSame) return false
  const changed = await changeCollection(video, { collectionId: collection._id })
  return changed !== null || (await isNowIn(video, collection))
}

/** Bytes of a video that was deleted while they were collected are not to stay until the collection goes by itself. */
async function bury(settling: Settling, reason: string): Promise<void> {
  const { collection, members, video, move, now } = settling
  const member = { videoId: members[0]!.videoId, collectionId: collection._id }
  await buryMembers(member, now, video ? {} : { isErased: true })
  if (move) await failMove(move, reason, now)
}

/** Lines of videos whose members are dead already, or of a run that was cut right after it buried them. */
async function failRest(collection: CollectionDocument, now: Date): Promise<void> {
  const left = await TierMove.find({
    collectionId: collection._id,
    state: 'open',
    to: 'ARCHIVE',
  }).lean<TierMoveDocument[]>()
  for (const move of left) await failMove(move, 'This video was changed or deleted meanwhile.', now)
}

function isIn(video: VideoDocument, collection: CollectionDocument): boolean {
  return video.storageStage === 'ARCHIVE' && collection._id.equals(video.collectionId ?? undefined)
}

/** Another run of this was faster. */
async function isNowIn({ _id }: VideoDocument, collection: CollectionDocument): Promise<boolean> {
  const video = await Video.findOne({ _id, deletedAt: null }).lean<VideoDocument>()
  return video !== null && isIn(video, collection)
}

function belongs(move: TierMoveDocument | null, { _id }: CollectionDocument): TierMoveDocument | null {
  return move?.collectionId?.equals(_id) ? move : null
}
