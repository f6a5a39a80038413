import { trusted, type Types } from 'mongoose'
import type { TierReason } from '#shared/storage'
import type { StorageStage } from '#shared/videos'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import type { ReviewedVideo } from './gather-facts.ts'
import type { TierDecision } from './tier-policy.ts'

/** Where the rules want a video that lies elsewhere. */
export interface WantedMove {
  video: VideoDocument
  to: StorageStage
  reason: TierReason
}

/**
 * Videos that the rules want in a stage, oldest first. What changed since the rules looked is passed over: whoever moves
 * names the revision that stands in the video, and the rules look again within a day.
 * @param after the last one of the batch before
 */
export async function findWantedMoves(
  to: StorageStage,
  limit: number,
  after?: Types.ObjectId,
): Promise<WantedMove[]> {
  const videos = await Video.find({
    'storageWanted.stage': to,
    deletedAt: null,
    ...(after && { _id: trusted({ $gt: after }) }),
  })
    .hint({ 'storageWanted.stage': 1, _id: 1 })
    .sort({ _id: 1 })
    .limit(limit)
    .lean<VideoDocument[]>()
  return videos
    .filter(({ storageWanted, storageRevision }) => storageWanted?.revision === (storageRevision ?? 0))
    .map((video) => ({ video, to, reason: video.storageWanted!.reason as TierReason }))
}

/** Writes down what was decided of a video as it was read; what was changed since is decided anew. */
export function noteDecision(video: ReviewedVideo, { stage, reason, reviewAt }: TierDecision) {
  const revision = video.storageRevision ?? 0
  const isWanted = stage !== video.storageStage
  return {
    updateOne: {
      filter: {
        _id: video._id,
        storageStage: video.storageStage,
        storageRevision: trusted({ $in: revision === 0 ? [0, null] : [revision] }),
      },
      update: {
        $set: {
          ...(reviewAt && { storageReviewAt: reviewAt }),
          ...(isWanted ? { storageWanted: { stage, reason, revision } } : { storageReason: reason }),
          ...(!video.storageSince && { storageSince: video.uploadDate }),
        },
        ...(!isWanted && { $unset: { storageWanted: 1 as const } }),
      },
    },
  }
}
