import { createHash, randomBytes } from 'node:crypto'
import { Types } from 'mongoose'
import { getObjectStore } from '../../../server/adapters/object-store/index.ts'
import type { CollectionLimits } from '../../../server/tiers/collection-limits.ts'
import { moveCollections } from '../../../server/tiers/move-collections.ts'
import { moveVideo } from '../../../server/tiers/move-video.ts'
import { Video, type VideoDocument } from '../../../server/videos/video.model.ts'
import { publishedVideo } from '../../support/videos.ts'

export const LIMITS: CollectionLimits = { archiveBytes: 50e9, collectionBytes: 1e9, members: 400 }

export interface TierVideo {
  name: 'relive' | 'live' | 'archive' | 'expiring'
  uuid: string
  bytes: Buffer
}

/** Videos of the same size, one in each stage that bytes are given from. */
export async function makeTierVideos(sizeBytes: number): Promise<TierVideo[]> {
  const made = []
  for (const name of ['relive', 'live', 'archive', 'expiring'] as const) {
    made.push({ name, ...(await makeVideo(sizeBytes)) })
  }
  const [, live, archive, expiring] = made
  await moveVideo(live!.id, { to: 'LIVE', reason: 'by_admin' })
  await sink(expiring!.id, 'ARCHIVE')
  await sink(expiring!.id, 'EXPIRING')
  await sink(archive!.id, 'ARCHIVE')
  return made
}

async function sink(id: string, to: 'ARCHIVE' | 'EXPIRING'): Promise<void> {
  await moveVideo(id, { to, reason: 'by_admin' })
  await moveCollections({ signal: new AbortController().signal, limits: LIMITS })
  if ((await Video.findById(id).lean<VideoDocument>())?.storageStage !== to)
    throw new Error(`${id} is not in ${to}`)
}

/** With a small original beside the pack. */
export async function makeVideo(sizeBytes: number): Promise<{ id: string; uuid: string; bytes: Buffer }> {
  const [bytes, original] = [randomBytes(sizeBytes), randomBytes(1000)]
  const video = await publishedVideo(new Types.ObjectId().toHexString(), {}, bytes)
  await getObjectStore().put(video.source.objectKey, original, { contentType: 'video/mp4' })
  const source = {
    'source.sha256': createHash('sha256').update(original).digest('hex'),
    'source.sizeBytes': original.length,
  }
  await Video.updateOne({ _id: video._id }, { $set: source })
  return { id: video._id.toHexString(), uuid: video.uuid, bytes }
}
