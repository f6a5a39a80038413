import { trusted } from 'mongoose'
import type { VaultNeededView } from '#shared/storage'
import type { UserActor } from '../accounts/actor.ts'
import { mayWatch } from '../videos/may-watch.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { findFinalPack } from './stored-objects.ts'
import { receivedBytes } from './vault-pieces.ts'

/** Of these videos those that await somebody's copy and that the caller may know of. */
export async function findNeeded(actor: UserActor, ids: readonly string[]): Promise<VaultNeededView> {
  const videos = await Video.find({
    _id: trusted({ $in: [...ids] }),
    storageStage: 'AWAITING_PUSH',
    deletedAt: null,
  })
    .hint({ _id: 1 })
    .lean<VideoDocument[]>()
  const items = await Promise.all(videos.map((video) => present(actor, video)))
  return { items: items.flatMap((item) => item ?? []) }
}

async function present(
  actor: UserActor,
  video: VideoDocument,
): Promise<VaultNeededView['items'][number] | null> {
  const pack = (await mayWatch(actor, video)) ? await findFinalPack(video) : null
  if (!pack) return null
  const videoId = video._id.toHexString()
  const { sizeBytes, sha256 } = pack
  return {
    videoId,
    title: video.title,
    sizeBytes,
    sha256,
    receivedBytes: await receivedBytes(videoId, sizeBytes),
  }
}
