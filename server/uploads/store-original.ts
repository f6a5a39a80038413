import { getObjectStore } from '../adapters/object-store/index.ts'
import { Unavailable, Unprocessable } from '../errors.ts'
import { hashFile } from './hash-file.ts'
import { inflateUpload } from './inflate-upload.ts'
import { receivedBytes, uploadPath } from './upload-files.ts'
import { Upload, type UploadDocument } from './upload.model.ts'

/** As the video keeps it. `sha256` is of the bytes as the person had them, before any compression on the way. */
export interface StoredOriginal {
  objectKey: string
  filename: string
  sizeBytes: number
  sha256: string
}

/**
 * Brings an upload's original into the object store under its own name and says what it is. The hash is written down
 * before the bytes move, so a run that finds them moved knows it.
 * @throws Unprocessable in plain words, when the bytes are not what was announced or not there at all
 */
export async function storeOriginal(
  row: UploadDocument,
  signal: AbortSignal,
  onProgress: (share: number) => Promise<void>,
): Promise<StoredOriginal> {
  const objectKey = `originals/${row.uuid}`
  const sizeBytes = (row.encoding && row.originalSizeBytes) || row.sizeBytes
  const describe = (sha256: string) => ({ objectKey, filename: row.filename, sizeBytes, sha256 })

  const stored = await getObjectStore().stat(objectKey)
  if (row.sha256 && stored?.sizeBytes === sizeBytes) return describe(row.sha256)

  await requireBytes(row, objectKey)
  const { path, sha256 } = await readOriginal(row, signal, onProgress)
  signal.throwIfAborted()
  await Upload.updateOne({ uploadId: row.uploadId, state: 'finishing' }, { $set: { sha256 } })
  await getObjectStore().putFile(objectKey, path, { contentType: 'application/octet-stream', consume: true })
  return describe(sha256)
}

async function readOriginal(
  row: UploadDocument,
  signal: AbortSignal,
  onProgress: (share: number) => Promise<void>,
): Promise<{ path: string; sha256: string }> {
  const path = uploadPath(row.uploadId)
  if (row.encoding !== 'gzip') return { path, sha256: await hashFile(path, signal, onProgress) }
  return inflateUpload(
    path,
    { sizeBytes: row.originalSizeBytes ?? 0, sha256: row.originalSha256 ?? '' },
    signal,
    onProgress,
  )
}

async function requireBytes(row: UploadDocument, objectKey: string): Promise<void> {
  const received = await receivedBytes(row.uploadId)
  if (received === row.sizeBytes) return
  // another run may have moved them between our two looks; looked at again, it is found
  if (await getObjectStore().stat(objectKey))
    throw new Unavailable('The original is being stored by another run.')
  throw new Unprocessable('Some of the bytes of this upload are gone. Upload the file again.')
}
