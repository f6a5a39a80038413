import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { Client } from 'minio'
import { logger } from '../../logger.ts'
import { limitBytes } from './limit-bytes.ts'
import type { PutOptions } from './port.ts'
import { retryS3 } from './s3-error.ts'
import { exactPieces } from './exact-pieces.ts'

const MIB = 1024 ** 2
const SMALLEST_PART_BYTES = 8 * MIB
/** A limit of the S3 API. */
const MAX_PARTS = 10_000

interface Target {
  client: Client
  bucket: string
  key: string
}

/**
 * Stores a stream: at once when it is small, else in parts, one in memory at a time. The object appears whole at the
 * end, or not at all.
 *
 * The client's own putObject is not used for this: it resumes any unfinished upload of the same key, so that two
 * writers would mix their parts, and it leaves the parts behind when it fails.
 * @param sizeBytes when known; a stream of unknown length may have 80 GB
 * @returns the number of bytes stored
 */
export async function uploadStream(
  target: Target,
  source: Readable,
  options: PutOptions & { sizeBytes?: number },
): Promise<number> {
  const partBytes = partSizeFor(options.sizeBytes ?? options.maxBytes)
  const parts = exactPieces(limitBytes(options.maxBytes)(source), partBytes)
  try {
    const first = await parts.next()
    const head = first.done ? Buffer.alloc(0) : first.value
    if (head.length < partBytes) return await putWhole(target, head, options.contentType)
    return await putParts(target, head, parts, options.contentType)
  } finally {
    source.destroy()
  }
}

export function partSizeFor(sizeBytes: number | undefined): number {
  const needed = Math.ceil((sizeBytes ?? 0) / MAX_PARTS / MIB) * MIB
  return Math.max(SMALLEST_PART_BYTES, needed)
}

async function putWhole(
  { client, bucket, key }: Target,
  bytes: Buffer,
  contentType: string,
): Promise<number> {
  await retryS3(() => client.putObject(bucket, key, bytes, bytes.length, { 'Content-Type': contentType }))
  return bytes.length
}

async function putParts(
  target: Target,
  head: Buffer,
  rest: AsyncIterable<Buffer>,
  contentType: string,
): Promise<number> {
  const { client, bucket, key } = target
  const uploadId = await retryS3(() =>
    client.initiateNewMultipartUpload(bucket, key, { 'Content-Type': contentType }),
  )
  try {
    const done = [await putPart(target, uploadId, 1, head)]
    let size = head.length
    for await (const bytes of rest) {
      done.push(await putPart(target, uploadId, done.length + 1, bytes))
      size += bytes.length
    }
    await retryS3(() => client.completeMultipartUpload(bucket, key, uploadId, done))
    return size
  } catch (error) {
    await abort(target, uploadId)
    throw error
  }
}

/** MD5 lets the server refuse a part that was damaged on its way. */
function putPart({ client, bucket, key }: Target, uploadId: string, part: number, bytes: Buffer) {
  const md5 = createHash('md5').update(bytes).digest('base64')
  return retryS3(async () => {
    const answer = await client.uploadPart(
      {
        bucketName: bucket,
        objectName: key,
        uploadID: uploadId,
        partNumber: part,
        headers: { 'Content-Length': String(bytes.length), 'Content-MD5': md5 },
      },
      bytes,
    )
    return { part, etag: answer.etag }
  })
}

/** What cannot be removed now is removed by the sweep of unfinished uploads. */
async function abort({ client, bucket, key }: Target, uploadId: string): Promise<void> {
  await retryS3(() => client.abortMultipartUpload(bucket, key, uploadId)).catch((error: unknown) =>
    logger.warn({ key, error }, 'the parts of a failed upload could not be removed'),
  )
}
