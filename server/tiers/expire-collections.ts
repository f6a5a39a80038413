import { trusted } from 'mongoose'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { Collection, type CollectionDocument } from './collection.model.ts'
import { CreatorCopy, type CreatorCopyDocument } from './creator-copy.model.ts'
import { closeMove, failMove, findOpenMove, openMove } from './journal.ts'
import { letGo } from './let-go.ts'
import {
  buryMembers,
  countLiveBytes,
  findLiveMembers,
  reviveMembers,
  type MemberFacts,
} from './member-rows.ts'
import { COPY_DUE_MS, EXPIRES_MS, type Pushing } from './push-collection.ts'
import { requestRestore } from './request-restore.ts'
import { setStage } from './set-stage.ts'
import { byVideo } from './settle-collection.ts'
import { TierMove, type TierMoveDocument } from './tier-move.model.ts'

/** So long a creator has to fetch the copy, counted from when it was sent. */
const FETCH_MS = EXPIRES_MS - COPY_DUE_MS

/**
 * Lets go of collections whose time is over: every creator was sent the copies, and had their full time since, however
 * late they were sent. Its videos await a push from then on.
 */
export async function expireCollections({ now, signal }: Pushing): Promise<void> {
  await closeExpired(now)
  const due = await Collection.find({ state: 'expiring', expiresAt: trusted({ $lte: now }) })
    .sort({ expiresAt: 1 })
    .lean<CollectionDocument[]>()
  for (const collection of due) {
    signal.throwIfAborted()
    await reviveMembers(collection._id)
    const members = await findLiveMembers(collection._id)
    if (members.length === 0) await countThenLetGo(collection, now)
    else if (await isOver(collection, members, now)) await expire(collection, members, now)
  }
}

/** Videos that a run which was killed let go of, and whose lines it left open. */
async function closeExpired(now: Date): Promise<void> {
  const open = await TierMove.find({ state: 'open', to: 'AWAITING_PUSH' }).lean<TierMoveDocument[]>()
  for (const move of open) {
    const video = await Video.findById(move.videoId, { storageStage: 1 }).lean<VideoDocument>()
    if (video?.storageStage === 'EXPIRING') continue
    await buryMembers({ videoId: move.videoId! }, now)
    if (video?.storageStage === 'AWAITING_PUSH') await closeMove(move, now)
    else await failMove(move, 'This video was changed or deleted meanwhile.', now)
  }
}

/** A later end than the record says is written down, so that pages tell the truth. */
async function isOver(collection: CollectionDocument, members: MemberFacts[], now: Date): Promise<boolean> {
  const endsAt = await endOf(collection, members)
  if (!endsAt) return false
  if (endsAt > (collection.expiresAt ?? endsAt)) {
    await Collection.updateOne({ _id: collection._id }, { $set: { expiresAt: endsAt } })
  }
  return endsAt <= now
}

/** Null while somebody was not sent theirs. */
async function endOf(collection: CollectionDocument, members: MemberFacts[]): Promise<Date | null> {
  const copies = await CreatorCopy.find({ collectionId: collection._id }).lean<CreatorCopyDocument[]>()
  const sentAt = new Map(copies.map((copy) => [copy.creatorId.toHexString(), copy.sentAt]))
  let end = collection.expiresAt?.getTime() ?? 0
  for (const { creatorId } of members) {
    const sent = sentAt.get(creatorId.toHexString())
    if (!sent) return null
    end = Math.max(end, sent.getTime() + FETCH_MS)
  }
  return new Date(end)
}

async function expire(collection: CollectionDocument, members: MemberFacts[], now: Date): Promise<void> {
  const moves = await takeAll(collection, members, now)
  if (!moves) return
  for (const move of moves) {
    const video = await Video.findOne({ _id: move.videoId, deletedAt: null }).lean<VideoDocument>()
    if (video?.storageStage !== 'EXPIRING' || !collection._id.equals(video.collectionId ?? undefined)) continue
    const change = { to: 'AWAITING_PUSH', reason: 'deadline_passed', now, isOriginalGone: true } as const
    await setStage(video, change)
  }
  for (const move of moves) {
    await buryMembers({ videoId: move.videoId!, collectionId: collection._id }, now)
    await closeMove(move, now)
  }
  await countThenLetGo(collection, now)
} // prettier-ignore

async function countThenLetGo({ _id }: CollectionDocument, now: Date): Promise<void> {
  await countLiveBytes(_id)
  await letGo(_id, now)
}

/**
 * Takes every video of the collection in hand, or none: what is just being brought back, or held, keeps the whole
 * collection until that is over. Lines of a run that was cut are ours already.
 */
async function takeAll(
  collection: CollectionDocument,
  members: MemberFacts[],
  now: Date,
): Promise<TierMoveDocument[] | null> {
  const moves: TierMoveDocument[] = []
  for (const [videoId, [member]] of byVideo(members)) {
    const video = await Video.findById(videoId, { legalHold: 1, deletedAt: 1 }).lean<VideoDocument>()
    const isHeld = video?.legalHold && !video.deletedAt
    const move = isHeld ? null : await take(collection, member!, now)
    if (move) moves.push(move)
    else {
      if (isHeld) await requestRestore(videoId)
      for (const taken of moves) await failMove(taken, 'Another video of its collection is being brought back.', now)
      return null
    }
  }
  return moves
} // prettier-ignore

async function take(
  { _id: collectionId }: CollectionDocument,
  { videoId, sizeBytes: bytes }: MemberFacts,
  now: Date,
): Promise<TierMoveDocument | null> {
  const wish = { videoId, from: 'EXPIRING', to: 'AWAITING_PUSH', reason: 'deadline_passed', bytes } as const
  const move = (await openMove(wish, now)) ?? (await findOpenMove(videoId))
  if (move?.to !== 'AWAITING_PUSH') return null
  await TierMove.updateOne({ _id: move._id, state: 'open' }, { $set: { collectionId } })
  return { ...move, collectionId }
}
