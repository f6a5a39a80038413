import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { trusted, Types } from 'mongoose'
import type { StorageStage } from '../../../shared/videos.ts'
import { getColdStore } from '../../../server/adapters/cold-store/index.ts'
import { JOBS_COLLECTION } from '../../../server/adapters/queue/job-lease.ts'
import { getObjectStore } from '../../../server/adapters/object-store/index.ts'
import { Unavailable } from '../../../server/errors.ts'
import { Collection } from '../../../server/tiers/collection.model.ts'
import { moveCollections } from '../../../server/tiers/move-collections.ts'
import { moveVideo } from '../../../server/tiers/move-video.ts'
import { restoreVideo } from '../../../server/tiers/restore-video.ts'
import { removeOrphan, sweepStorage } from '../../../server/tiers/sweep-storage.ts'
import { TierMove, type TierMoveDocument } from '../../../server/tiers/tier-move.model.ts'
import { Video, type VideoDocument } from '../../../server/videos/video.model.ts'
import { removeVideo } from '../../../server/worker/remove-video.ts'
import { madeWith } from '../../support/footage.ts'
import { SMALL_LIMITS } from '../../support/tiers.ts'
import { publishedVideo } from '../../support/videos.ts'

const DAY_MS = 24 * 3600_000
const signal = new AbortController().signal

export interface KnownVideo {
  id: string
  uuid: string
  pack: Buffer
  packSha256: string
  originalSha256: string
}

/** Real fragmented MP4s of ffmpeg, some hundred kilobytes each. */
export async function makeFootage(count: number): Promise<Buffer[]> {
  const recipes = Array.from({ length: count }, (_, index) => [
    ...['-f', 'lavfi', '-i', `testsrc2=size=320x180:rate=${24 + index}:duration=${2 + index}`],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '24'],
    ...['-movflags', '+frag_keyframe+empty_moov+default_base_moof'],
  ])
  const paths = await Promise.all(recipes.map((recipe) => madeWith(recipe, '.mp4')))
  return await Promise.all(paths.map((path) => readFile(path)))
}

/** A video in RELIVE with a pack and an original that no other has: a box that players pass over tells them apart. */
export async function addVideo(footage: Buffer, original: Buffer): Promise<KnownVideo> {
  const [pack, source] = [unique(footage), unique(original)]
  const video = await publishedVideo(new Types.ObjectId().toHexString(), {}, pack)
  await getObjectStore().put(video.source.objectKey, source, { contentType: 'video/mp4' })
  const originalSha256 = hashOf(source)
  await Video.updateOne(
    { _id: video._id },
    { $set: { 'source.sha256': originalSha256, 'source.sizeBytes': source.length } },
  )
  const id = video._id.toHexString()
  return { id, uuid: video.uuid, pack, packSha256: hashOf(pack), originalSha256 }
}

/** ISO/IEC 14496-12, 8.1.2: a free box may stand at the end of any file. */
function unique(bytes: Buffer): Buffer {
  const box = Buffer.concat([Buffer.from([0, 0, 0, 40]), Buffer.from('free'), randomBytes(32)])
  return Buffer.concat([bytes, box])
}

export function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

const move = (now: Date) => moveCollections({ signal, now, limits: SMALL_LIMITS })

/** Brings videos to the stage that a case begins with, all of them by the way that every video goes. */
export async function bringTo(stage: StorageStage, ids: string[], now: Date): Promise<void> {
  if (stage === 'RELIVE') return
  if (stage === 'LIVE') {
    for (const id of ids) await moveVideo(id, { to: 'LIVE', reason: 'trending', now })
    return
  }
  for (const id of ids) await moveVideo(id, { to: 'ARCHIVE', reason: 'rarely_watched', now })
  await move(now)
  if (stage === 'ARCHIVE') return
  for (const id of ids) await moveVideo(id, { to: 'EXPIRING', reason: 'hardly_ever_watched', now })
  await move(now)
  if (stage === 'EXPIRING') return
  for (const days of [15, 30]) await move(new Date(now.getTime() + days * DAY_MS))
}

/** What a started server does by itself: takes the jobs, asks again for every open move, finishes collections, sweeps. */
export async function recover(now: Date, limits = SMALL_LIMITS): Promise<{ swept: number }> {
  for (let round = 0; round < 8; round++) {
    for (const video of await Video.find({ deletedAt: trusted({ $ne: null }) }).lean<VideoDocument[]>()) {
      await removeVideo(video._id.toHexString(), signal)
    }
    const open = await TierMove.find({ state: 'open' }).lean<TierMoveDocument[]>()
    for (const { videoId, to } of open) if (to === 'RELIVE') await restoreOr(String(videoId), now)
    await takeRestores(now)
    await moveCollections({ signal, now, limits })
    const isDone = !(await TierMove.exists({ state: 'open' })) && !(await Collection.exists({ isSettled: false }))
    if (isDone) break
  }
  return { swept: await sweepStorage({ now: new Date(Date.now() + 1000), signal, olderThanMs: 0 }) }
} // prettier-ignore

/** As the worker does: a video that is held while its collection leaves is asked for so. */
async function takeRestores(now: Date): Promise<void> {
  const jobs = Video.db.collection<{ name: string; data: { videoId: string } }>(JOBS_COLLECTION)
  for (const { _id, data } of await jobs.find({ name: 'restore-video' }).toArray()) {
    await restoreOr(data.videoId, now)
    await jobs.deleteOne({ _id })
  }
}

/** Another move has it in hand: it is done first, and this is asked again. */
async function restoreOr(id: string, now: Date): Promise<void> {
  await restoreVideo(id, { signal, now }).catch((error: unknown) => {
    if (!(error instanceof Unavailable)) throw error
  })
}

/** An empty site again, for the next case. */
export async function clear(): Promise<void> {
  for (const [name, model] of Object.entries(Video.db.models)) {
    // its head stands in the other database
    if (name !== 'ActionLog') await model.collection.deleteMany({})
  }
  for (const prefix of ['videos/', 'originals/', 'collections/', 'given/']) {
    for await (const { key } of getObjectStore().list(prefix)) await getObjectStore().remove(key)
  }
  for await (const { uri, sizeBytes } of getColdStore().list()) {
    await removeOrphan({ store: 'cold', key: uri, sizeBytes })
  }
}
