import { randomUUID } from 'node:crypto'
import { Types } from 'mongoose'
import { Metadata } from '@tus/utils'
import { UploadMetadata } from '#shared/uploads'
import type { UserActor } from '../accounts/actor.ts'
import {
  InsufficientStorage,
  InvalidInput,
  TooLarge,
  Unprocessable,
  UnsupportedMediaType,
  type AppError,
} from '../errors.ts'
import { decidePreflight, type PreflightRefusal } from './preflight-policy.ts'
import { storageFacts } from './preflight.ts'
import { titleFromFilename } from './title-from-filename.ts'
import { UPLOAD_EXPIRES_MS } from './upload-expiry.ts'
import type { UploadDocument } from './upload.model.ts'

/** The two headers of a tus creation, as they came. */
export interface CreationHeaders {
  uploadLength: string | undefined
  uploadMetadata: string | undefined
}

/**
 * Checks a tus creation and gives the row it will have.
 * @throws InvalidInput, Unprocessable for headers that cannot be read; what preflight refuses, by its reason
 */
export async function admitUpload(
  actor: UserActor,
  uploadId: string,
  headers: CreationHeaders,
): Promise<Omit<UploadDocument, '_id'>> {
  const sizeBytes = parseLength(headers.uploadLength)
  const metadata = parseMetadata(headers.uploadMetadata)
  const originalBytes = metadata.originalSizeBytes ?? sizeBytes
  const decision = decidePreflight(
    { ...metadata, sizeBytes: sizeBytes && Math.max(sizeBytes, originalBytes) },
    await storageFacts(actor.userId),
  )
  if (!decision.ok) throw refusal(decision.reason, decision.message)
  const now = new Date()
  return {
    uploadId,
    uuid: randomUUID(),
    userId: new Types.ObjectId(actor.userId),
    filename: metadata.filename,
    filetype: metadata.filetype ?? '',
    sizeBytes,
    state: 'receiving',
    title: metadata.title ?? titleFromFilename(metadata.filename),
    description: metadata.description ?? '',
    topic: metadata.topic ?? null,
    visibility: metadata.visibility,
    detailsRevision: 0,
    tusMetadata: headers.uploadMetadata ?? '',
    encoding: metadata.encoding,
    originalSizeBytes: metadata.encoding && metadata.originalSizeBytes,
    originalSha256: metadata.encoding && metadata.originalSha256,
    videoId: null,
    createdAt: now,
    expiresAt: new Date(now.getTime() + UPLOAD_EXPIRES_MS),
  }
}

function parseLength(header: string | undefined): number {
  const length = Number(header)
  if (header === undefined || !/^\d{1,16}$/.test(header) || !Number.isSafeInteger(length)) {
    throw new InvalidInput('Upload-Length is the size of the file in bytes, as a whole number.')
  }
  return length
}

function parseMetadata(header: string | undefined): UploadMetadata {
  const parsed = UploadMetadata.safeParse(decodeMetadata(header))
  if (parsed.success) return parsed.data
  throw new Unprocessable('Upload-Metadata has keys or values that are not taken here.', {
    details: parsed.error.issues.map((issue) => ({
      path: issue.path.join('.').slice(0, 200),
      message: issue.message.slice(0, 300),
    })),
  })
}

/** An empty value says the same as an absent key: nothing was typed. */
function decodeMetadata(header: string | undefined): Record<string, string> {
  if (!header) return {}
  try {
    const entries = Object.entries(Metadata.parse(header))
    return Object.fromEntries(entries.flatMap(([key, value]) => (value ? [[key, value]] : [])))
  } catch (error) {
    throw new InvalidInput('Upload-Metadata is "key base64value" pairs with commas between them.', {
      cause: error,
    })
  }
}

function refusal(reason: PreflightRefusal, message: string): AppError {
  switch (reason) {
    case 'empty':
      return new Unprocessable(message)
    case 'type_unsupported':
      return new UnsupportedMediaType(message)
    case 'too_large':
    case 'quota_exceeded':
      return new TooLarge(message)
    case 'disk_full':
      return new InsufficientStorage(message)
  }
}
