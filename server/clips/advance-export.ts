import { trusted } from 'mongoose'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { ClipExport, type ClipExportDocument } from './clip-export.model.ts'
import { EXPORT_KEPT_MS } from './export-bounds.ts'
import { removeExport } from './remove-exports.ts'

const UNFINISHED: ClipExportDocument['state'][] = ['waiting', 'working']

/** Null when it is made already, or nobody wants it any more. */
export async function beginExport(exportId: string): Promise<ClipExportDocument | null> {
  return ClipExport.findOneAndUpdate(
    { _id: exportId, state: trusted({ $in: UNFINISHED }) },
    { $set: { state: 'working' } },
    { returnDocument: 'after' },
  ).lean<ClipExportDocument>()
}

export async function recordExportProgress(exportId: string, share: number): Promise<void> {
  await ClipExport.updateOne(
    { _id: exportId, state: 'working' },
    { $max: { progress: Math.min(0.99, Math.max(0, share)) } },
  )
}

/** The object is in the store already; it goes again where the export was removed meanwhile. */
export async function finishExport(exportId: string, objectKey: string, sizeBytes: number): Promise<void> {
  const expiresAt = new Date(Date.now() + EXPORT_KEPT_MS)
  const { matchedCount } = await ClipExport.updateOne(
    { _id: exportId },
    { $set: { state: 'done', progress: 1, objectKey, sizeBytes, expiresAt }, $unset: { failureReason: 1 } },
  )
  if (matchedCount === 0) await getObjectStore().remove(objectKey)
}

/** `reason`: plain words, with what to do next. */
export async function failExport(exportId: string, reason: string): Promise<void> {
  await ClipExport.updateOne(
    { _id: exportId, state: trusted({ $in: UNFINISHED }) },
    { $set: { state: 'failed', failureReason: reason } },
  )
}

/** Asks again for every file that somebody waits for: a kill may have come between the wish and its job. */
export async function reconcileExports(): Promise<void> {
  const waiting = await ClipExport.find({ state: trusted({ $in: UNFINISHED }) }, { _id: 1 })
    .limit(1000)
    .lean()
  for (const { _id } of waiting) await enqueue('export-clip', { exportId: _id.toHexString() })
}

/** Removes files whose time is over. */
export async function sweepExpiredExports(): Promise<void> {
  const expired = await ClipExport.find({ expiresAt: trusted({ $lt: new Date() }) }, { _id: 1 })
    .limit(1000)
    .lean()
  for (const { _id } of expired) await removeExport(_id.toHexString())
}
