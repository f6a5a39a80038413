import { createHash, randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { Types } from 'mongoose'
import { getObjectStore } from '../../server/adapters/object-store/index.ts'
import type { CollectionLimits } from '../../server/tiers/collection-limits.ts'
import { moveVideo } from '../../server/tiers/move-video.ts'
import { moveCollections } from '../../server/tiers/move-collections.ts'
import { openStoredRange } from '../../server/tiers/read-stored.ts'
import { findStoredObjects } from '../../server/tiers/stored-objects.ts'
import { Video, type VideoDocument } from '../../server/videos/video.model.ts'
import { publishedVideo } from './videos.ts'

export const SMALL_LIMITS: CollectionLimits = { archiveBytes: 100e6, collectionBytes: 2e6, members: 40 }

export interface StoredBytes {
  id: string
  pack: Buffer
  original: Buffer
}

/** A video in RELIVE whose pack and original hold random bytes, and those bytes. */
export async function storedVideo(
  uploaderId: string = new Types.ObjectId().toHexString(),
  sizes: { pack?: number; original?: number } = {},
): Promise<StoredBytes> {
  const [pack, original] = [randomBytes(sizes.pack ?? 300_000), randomBytes(sizes.original ?? 120_000)]
  const video = await publishedVideo(uploaderId, {}, pack)
  await getObjectStore().put(video.source.objectKey, original, { contentType: 'video/mp4' })
  const sha256 = createHash('sha256').update(original).digest('hex')
  const source = { 'source.sha256': sha256, 'source.sizeBytes': original.length }
  await Video.updateOne({ _id: video._id }, { $set: source })
  return { id: video._id.toHexString(), pack, original }
}

export async function findStored(id: string): Promise<VideoDocument> {
  const video = await Video.findById(id).lean<VideoDocument>()
  if (!video) throw new Error(`there is no video ${id}`)
  return video
}

export async function stageOf(id: string): Promise<string> {
  return (await findStored(id)).storageStage
}

/** What a viewer of the whole pack, or original, gets. */
export async function readStored(id: string, role: 'pack' | 'original' = 'pack'): Promise<Buffer> {
  const video = await findStored(id)
  const objects = await findStoredObjects(video)
  const object = objects?.find((each) => each.role === role)
  if (!object) throw new Error(`video ${id} has no ${role}`)
  return await buffer(await openStoredRange(video, object, { start: 0, end: object.sizeBytes - 1 }))
}

/** Runs the job that does what moves ask for. */
export function runMoves(now?: Date, limits = SMALL_LIMITS): Promise<void> {
  return moveCollections({ signal: new AbortController().signal, now, limits })
}

export async function sink(ids: string[], now?: Date): Promise<void> {
  for (const id of ids) await moveVideo(id, { to: 'ARCHIVE', reason: 'rarely_watched', now })
  await runMoves(now)
}

/** Keys of all media objects, sorted. */
export async function storedKeys(prefix = ''): Promise<string[]> {
  const keys: string[] = []
  for (const top of prefix ? [prefix] : ['videos/', 'originals/', 'collections/', 'given/']) {
    for await (const { key } of getObjectStore().list(top)) keys.push(key)
  }
  return keys.sort()
}
