import type { Readable } from 'node:stream'
import { DataStore, Metadata, Upload as TusUpload } from '@tus/utils'
import { Gone, NotFound } from '../errors.ts'
import {
  appendUpload,
  createUploadFile,
  receivedBytes,
  removeUploadFiles,
  uploadPath,
} from './upload-files.ts'
import { removeUpload } from './remove-upload.ts'
import { UPLOAD_EXPIRES_MS } from './upload-expiry.ts'
import { currentLease } from './upload-lease.ts'
import { Upload, type UploadDocument } from './upload.model.ts'

/**
 * tus's view of our uploads: rows in the database, bytes in one file an upload. The offset is the file's length, so it is
 * true after kill -9 without any bookkeeping; an upload whose bytes have moved on says that it is complete.
 */
export class UploadStore extends DataStore {
  override extensions = ['creation', 'creation-with-upload', 'termination', 'expiration']

  /** The row comes last: a file without a row is nobody's and is swept. */
  async createFor(row: Omit<UploadDocument, '_id'>): Promise<void> {
    await createUploadFile(row.uploadId)
    try {
      await Upload.create(row)
    } catch (error) {
      await removeUploadFiles(row.uploadId)
      throw error
    }
  }

  override async getUpload(id: string): Promise<TusUpload> {
    const row = await findUpload(id)
    return new TusUpload({
      id,
      size: row.sizeBytes,
      offset: await offsetOf(row),
      metadata: row.tusMetadata ? Metadata.parse(row.tusMetadata) : undefined,
      // tus counts from the creation; we count from the last sign of life
      creation_date: new Date(row.expiresAt.getTime() - UPLOAD_EXPIRES_MS).toISOString(),
      storage: { type: 'file', path: uploadPath(id) },
    })
  }

  /** Returns the new offset once the bytes are durable and still ours to acknowledge. */
  override async write(source: Readable, id: string, offset: number): Promise<number> {
    const row = await findUpload(id)
    if (row.state !== 'receiving') return row.sizeBytes
    const lease = currentLease(id)
    const end = await appendUpload(id, source, { offset, mayWrite: () => lease.isHeld })
    await lease.confirm()
    await Upload.updateOne(
      { uploadId: id, state: 'receiving' },
      { $set: { expiresAt: new Date(Date.now() + UPLOAD_EXPIRES_MS) } },
    )
    return end
  }

  override async remove(id: string): Promise<void> {
    await removeUpload(id)
  }

  override getExpiration(): number {
    return UPLOAD_EXPIRES_MS
  }
}

async function findUpload(id: string): Promise<UploadDocument> {
  const row = await Upload.findOne({ uploadId: id }).lean<UploadDocument>()
  if (!row) throw new NotFound('There is no such upload.')
  return row
}

/** @throws Gone when the bytes are no longer kept */
async function offsetOf(row: UploadDocument): Promise<number> {
  if (row.state === 'expired') throw new Gone('This upload rested too long and was removed. Start it again.')
  if (row.state !== 'receiving') return row.sizeBytes
  const received = await receivedBytes(row.uploadId)
  if (received === null) throw new Gone('The bytes of this upload are gone. Start it again.')
  return received
}
