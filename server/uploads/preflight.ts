import { Types, trusted } from 'mongoose'
import type { PreflightBody, PreflightView } from '#shared/uploads'
import type { UserActor } from '../accounts/actor.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { config } from '../config.ts'
import { Video } from '../videos/video.model.ts'
import { decidePreflight, type StorageFacts } from './preflight-policy.ts'
import { freeUploadBytes, receivedBytes } from './upload-files.ts'
import { Upload, type UploadDocument } from './upload.model.ts'

/** Says yes or no, with the reason, before the first byte. */
export async function preflight(actor: UserActor, file: PreflightBody): Promise<PreflightView> {
  const storage = await storageFacts(actor.userId)
  const decision = decidePreflight(file, storage)
  return { ...decision, maxBytes: storage.maxBytes }
}

export async function storageFacts(userId: string): Promise<StorageFacts> {
  const { uploadMaxBytes, uploadQuotaBytes, minFreeDiskBytes } = config().limits
  const [stored, unfinished, freeBytes, promisedBytes] = await Promise.all([
    sumVideoBytes(userId),
    sumUnfinishedBytes(userId),
    leastFreeBytes(),
    sumPromisedBytes(),
  ])
  return {
    maxBytes: uploadMaxBytes,
    quotaBytes: uploadQuotaBytes,
    usedBytes: stored + unfinished,
    freeBytes,
    promisedBytes,
    minFreeBytes: minFreeDiskBytes,
  }
}

async function sumVideoBytes(userId: string): Promise<number> {
  const [sum] = await Video.aggregate<{ bytes: number }>([
    { $match: { uploader: new Types.ObjectId(userId), deletedAt: null } },
    { $group: { _id: null, bytes: { $sum: '$source.sizeBytes' } } },
  ])
  return sum?.bytes ?? 0
}

async function sumUnfinishedBytes(userId: string): Promise<number> {
  const [sum] = await Upload.aggregate<{ bytes: number }>([
    { $match: { userId: new Types.ObjectId(userId), state: { $in: ['receiving', 'finishing'] } } },
    { $group: { _id: null, bytes: { $sum: { $ifNull: ['$originalSizeBytes', '$sizeBytes'] } } } },
  ])
  return sum?.bytes ?? 0
}

/** The uploads folder and the object store may be two disks, or one; the fuller one decides. */
async function leastFreeBytes(): Promise<number> {
  const [uploads, objects] = await Promise.all([freeUploadBytes(), getObjectStore().freeBytes()])
  return Math.min(uploads, objects ?? Number.MAX_SAFE_INTEGER)
}

/** Bytes still to come in, and the inflated originals of those that were compressed on the way. */
async function sumPromisedBytes(): Promise<number> {
  const rows = await Upload.find({ state: trusted({ $in: ['receiving', 'finishing'] }) })
    .select('uploadId sizeBytes originalSizeBytes state')
    .lean<UploadDocument[]>()
  const promised = await Promise.all(rows.map(promisedBy))
  return promised.reduce((sum, bytes) => sum + bytes, 0)
}

async function promisedBy(row: UploadDocument): Promise<number> {
  const received = row.state === 'receiving' ? ((await receivedBytes(row.uploadId)) ?? 0) : row.sizeBytes
  return row.sizeBytes - received + (row.originalSizeBytes ?? 0)
}
