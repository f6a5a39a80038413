import { trusted, type Types } from 'mongoose'
import { TierReason, type StorageView } from '#shared/storage'
import { getColdStore } from '../adapters/cold-store/index.ts'
import { Pack, type PackDocument } from '../videos/pack.model.ts'
import type { VideoDocument } from '../videos/video.model.ts'
import { Collection, type CollectionDocument } from './collection.model.ts'
import { CreatorCopy, type CreatorCopyDocument } from './creator-copy.model.ts'
import { TierMove, type TierMoveDocument } from './tier-move.model.ts'

/** In the order of the videos. */
export async function presentStorage(videos: VideoDocument[]): Promise<StorageView[]> {
  const [packs, collections, copies, moves] = await Promise.all([
    findPacks(videos),
    findCollections(videos),
    findCopies(videos),
    findMovesOf(videos),
  ])
  return videos.map((video) => {
    const collection = collections.get(String(video.collectionId))
    const isExpiring = video.storageStage === 'EXPIRING'
    const isSunk = isExpiring || video.storageStage === 'ARCHIVE'
    const pack = packs.get(video.uuid)
    const move = moves.get(video._id.toHexString())
    const copy = copies.get(copyKey(video.collectionId, video.uploader))
    const id = video._id.toHexString()
    return {
      videoId: id,
      title: video.title,
      thumbnailURL: video.thumbnailURL,
      stage: video.storageStage,
      since: (video.storageSince ?? video.uploadDate).toISOString(),
      reason: TierReason.safeParse(video.storageReason).data ?? 'uploaded',
      reviewAt: isoOf(video.storageStage === 'AWAITING_PUSH' ? null : video.storageReviewAt),
      copyDueAt: isoOf(isExpiring ? collection?.copyDueAt : null),
      expiresAt: isoOf(isExpiring ? collection?.expiresAt : null),
      copySentAt: isoOf(isExpiring ? copy?.sentAt : null),
      sizeBytes: pack?.sizeBytes ?? video.source.sizeBytes,
      sha256: pack?.isComplete ? pack.sha256 : null,
      // not below /cdn: fetching one's copy is no watching, and brings nothing back up
      copyURL: isSunk ? `/api/videos/${id}/copy` : null,
      isHeld: Boolean(video.legalHold),
      afterDeletion: isExpiring && !getColdStore().canRemove ? 'left' : isSunk ? 'soon' : 'nothing',
      move: move ? { to: move.to, progress: move.progress } : null,
    } satisfies StorageView
  })
}

async function findPacks(videos: VideoDocument[]): Promise<Map<string, PackDocument>> {
  const revisions = new Map(videos.map(({ uuid, packRevision }) => [uuid, packRevision]))
  const packs = await Pack.find(
    { videoUuid: trusted({ $in: [...revisions.keys()] }) },
    { videoUuid: 1, revision: 1, sizeBytes: 1, sha256: 1, isComplete: 1 },
  ).lean<PackDocument[]>()
  const current = packs.filter(({ videoUuid, revision }) => revisions.get(videoUuid) === revision)
  return new Map(current.map((pack) => [pack.videoUuid, pack]))
}

async function findCollections(videos: VideoDocument[]): Promise<Map<string, CollectionDocument>> {
  const ids = collectionIds(videos)
  const rows = await Collection.find({ _id: trusted({ $in: ids }) }, { cold: 0 }).lean<CollectionDocument[]>()
  return new Map(rows.map((row) => [row._id.toHexString(), row]))
}

async function findCopies(videos: VideoDocument[]): Promise<Map<string, CreatorCopyDocument>> {
  const ids = collectionIds(videos)
  const creators = [...new Set(videos.map(({ uploader }) => uploader.toHexString()))]
  const rows = await CreatorCopy.find({
    collectionId: trusted({ $in: ids }),
    creatorId: trusted({ $in: creators }),
  }).lean<CreatorCopyDocument[]>()
  return new Map(rows.map((row) => [copyKey(row.collectionId, row.creatorId), row]))
}

async function findMovesOf(videos: VideoDocument[]): Promise<Map<string, TierMoveDocument>> {
  const rows = await TierMove.find({
    videoId: trusted({ $in: videos.map(({ _id }) => _id) }),
    state: 'open',
  })
    .hint('one_open_move')
    .lean<TierMoveDocument[]>()
  return new Map(rows.map((row) => [String(row.videoId), row]))
}

function collectionIds(videos: VideoDocument[]): Types.ObjectId[] {
  return videos.flatMap(({ collectionId }) => collectionId ?? [])
}

function copyKey(collectionId: Types.ObjectId | null | undefined, creatorId: Types.ObjectId): string {
  return `${String(collectionId)}/${creatorId.toHexString()}`
}

function isoOf(date: Date | null | undefined): string | null {
  return date?.toISOString() ?? null
}
