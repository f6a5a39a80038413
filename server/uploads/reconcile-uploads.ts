import { stat } from 'node:fs/promises'
import { trusted } from 'mongoose'
import { enqueue } from '../jobs/enqueue.ts'
import { completeUpload } from './complete-upload.ts'
import { isGone } from './process-identity.ts'
import {
  isMissing,
  listUploadFiles,
  receivedBytes,
  removeUploadFiles,
  syncUploadFile,
  uploadPath,
} from './upload-files.ts'
import { UploadLock, type UploadLockDocument } from './upload-lock.model.ts'
import { Upload, type UploadDocument } from './upload.model.ts'

/** A creation writes the file just before the row; a younger file without one may belong to it. */
const ORPHAN_AGE_MS = 10 * 60 * 1000
const LOST_AGE_MS = 60 * 1000

export interface ReconciledUploads {
  completed: number
  lost: number
  orphans: number
}

/**
 * Finishes what a killed process left: uploads that are complete on the disk get their finish step, and rows without
 * bytes and bytes without a row are settled. Safe at any time, beside running uploads and other reconcilers.
 */
export async function reconcileUploads(now = new Date()): Promise<ReconciledUploads> {
  const receiving = await Upload.find({ state: 'receiving' }).lean<UploadDocument[]>()
  const settled = { completed: 0, lost: 0, open: 0 }
  for (const row of receiving) settled[await settleReceiving(row, now)]++
  const finishing = await Upload.find({ state: 'finishing' }).select('uploadId').lean<UploadDocument[]>()
  for (const { uploadId } of finishing) await enqueue('finish-upload', { uploadId })
  const orphans = await removeOrphans(now)
  await removeDeadLocks()
  return { completed: settled.completed, lost: settled.lost, orphans }
}

async function settleReceiving(row: UploadDocument, now: Date): Promise<'completed' | 'lost' | 'open'> {
  const received = await receivedBytes(row.uploadId)
  if (received === row.sizeBytes) {
    await syncUploadFile(row.uploadId)
    await completeUpload(row.uploadId)
    return 'completed'
  }
  if (received !== null || now.getTime() - row.createdAt.getTime() < LOST_AGE_MS) return 'open'
  await Upload.updateOne(
    { uploadId: row.uploadId, state: 'receiving' },
    { $set: { state: 'expired', reason: 'The bytes of this upload are gone. Upload the file again.' } },
  )
  return 'lost'
}

async function removeOrphans(now: Date): Promise<number> {
  const ids = new Set((await listUploadFiles()).map((name) => name.split('.')[0] ?? name))
  const owned = await Upload.find({
    uploadId: trusted({ $in: [...ids] }),
    state: trusted({ $in: ['receiving', 'finishing'] }),
  }).distinct('uploadId')
  for (const id of owned) ids.delete(id)
  let removed = 0
  for (const id of ids) {
    if (!(await isOld(id, now))) continue
    await removeUploadFiles(id)
    removed++
  }
  return removed
}

async function isOld(uploadId: string, now: Date): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(uploadPath(uploadId))
    return now.getTime() - mtimeMs > ORPHAN_AGE_MS
  } catch (error) {
    // only by-products of a file that is gone are left
    if (isMissing(error)) return true
    throw error
  }
}

async function removeDeadLocks(): Promise<void> {
  const locks = await UploadLock.find().lean<UploadLockDocument[]>()
  const dead = locks.filter((lock) => isGone(lock.holder)).map((lock) => lock.token)
  await UploadLock.deleteMany({ token: trusted({ $in: dead }) })
}
