import type { UploadView } from '#shared/uploads'
import { receivedBytes } from './upload-files.ts'
import type { UploadDocument } from './upload.model.ts'

export async function presentUpload(row: UploadDocument): Promise<UploadView> {
  const received = row.state === 'receiving' ? ((await receivedBytes(row.uploadId)) ?? 0) : row.sizeBytes
  return {
    id: row.uploadId,
    filename: row.filename,
    sizeBytes: row.sizeBytes,
    originalSizeBytes: row.originalSizeBytes ?? null,
    offsetBytes: received,
    state: row.state,
    videoId: row.videoId?.toHexString() ?? null,
    title: row.title,
    description: row.description,
    topic: row.topic ?? null,
    visibility: row.visibility,
    createdAt: row.createdAt.toISOString(),
    ...(row.reason ? { reason: row.reason } : {}),
  } satisfies UploadView
}
