import { createReadStream, createWriteStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import type { Agent, IncomingMessage } from 'node:http'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { BucketItem, Client } from 'minio'
import { NotFound, RangeNotSatisfiable, Unavailable } from '../../errors.ts'
import { checkSize } from './limit-bytes.ts'
import { checkKey, checkPrefix } from './object-key.ts'
import type { ByteRange, ObjectInfo, ObjectStore, PutOptions } from './port.ts'
import { createS3Agent, createS3Client, type S3Config } from './s3-client.ts'
import { retryS3, translateS3Error } from './s3-error.ts'
import { uploadStream } from './s3-upload.ts'

/** An upload that rests longer than this belongs to a process that is gone. */
const ABANDONED_AFTER_MS = 24 * 3600_000
/** In no key, so nothing is folded into prefixes; the empty one makes Swift fold everything. */
const NO_DELIMITER = '|'

/**
 * Objects in one private bucket of any S3-compatible server; the bucket is made when it is missing. Uses neither
 * policies nor tags nor compose, which not every server has. Whoever may read is decided here, by presigned URLs and by
 * streaming.
 */
export class S3Store implements ObjectStore {
  readonly kind = 's3'
  private readonly settings: S3Config
  private readonly agent: Agent
  private readonly bucket: string
  private readonly region: string
  private opened: Promise<Client> | undefined
  private bucketReady: Promise<Client> | undefined

  constructor(settings: S3Config) {
    this.settings = settings
    this.agent = createS3Agent(settings)
    this.bucket = settings.bucket
    this.region = settings.region
  }

  async put(key: string, source: Readable | Buffer, options: PutOptions): Promise<ObjectInfo> {
    const readable = Buffer.isBuffer(source) ? Readable.from([source]) : source
    return this.upload(key, readable, options)
  }

  /** What an upload keeps until its part is sent would be overwritten. */
  async putLent(key: string, pieces: AsyncIterable<Buffer>, options: PutOptions): Promise<ObjectInfo> {
    async function* copies() {
      for await (const piece of pieces) yield Buffer.from(piece)
    }
    return this.upload(key, Readable.from(copies(), { objectMode: false }), options)
  }

  async putFile(key: string, path: string, options: PutOptions & { consume?: boolean }): Promise<ObjectInfo> {
    const { size } = await stat(path)
    checkSize(size, options.maxBytes)
    const info = await this.upload(key, createReadStream(path), { ...options, sizeBytes: size })
    if (options.consume) await rm(path, { force: true })
    return info
  }

  async stat(key: string): Promise<ObjectInfo | null> {
    checkKey(key)
    const client = await this.ready()
    try {
      const found = await retryS3(() => client.statObject(this.bucket, key))
      return { key, sizeBytes: found.size, modifiedAt: found.lastModified }
    } catch (error) {
      if (error instanceof NotFound) return null
      throw error
    }
  }

  async read(key: string, range?: ByteRange): Promise<Readable> {
    checkKey(key)
    const client = await this.ready()
    if (!range) return retryS3(() => client.getObject(this.bucket, key))
    checkRange(range)
    const length = range.end - range.start + 1
    const answer = await retryS3(() => client.getPartialObject(this.bucket, key, range.start, length))
    try {
      checkPart(answer as IncomingMessage, range)
    } catch (error) {
      answer.destroy()
      throw error
    }
    return answer
  }

  async send(key: string, range: ByteRange, response: Writable): Promise<void> {
    const bytes = await this.read(key, range)
    // The client may go away at any time, and the store may; past the first byte both end as a cut connection.
    await pipeline(bytes, response).catch(() => response.destroy())
  }

  async download(key: string, path: string): Promise<void> {
    const bytes = await this.read(key)
    try {
      await pipeline(bytes, createWriteStream(path, { mode: 0o600 }))
    } catch (error) {
      await rm(path, { force: true })
      throw translateS3Error(error)
    }
  }

  async remove(key: string): Promise<void> {
    checkKey(key)
    const client = await this.ready()
    try {
      await retryS3(() => client.removeObject(this.bucket, key))
    } catch (error) {
      if (!(error instanceof NotFound)) throw error
    }
  }

  async *list(prefix: string): AsyncIterable<ObjectInfo> {
    checkPrefix(prefix)
    const client = await this.ready()
    const found = client.listObjects(this.bucket, prefix, true)
    try {
      for await (const item of found as AsyncIterable<BucketItem>) {
        if (item.name) yield { key: item.name, sizeBytes: item.size ?? 0, modifiedAt: item.lastModified! }
      }
    } catch (error) {
      throw translateS3Error(error)
    }
  }

  async presign(key: string, expiresSeconds: number): Promise<string> {
    checkKey(key)
    const client = await this.open()
    return client.presignedGetObject(this.bucket, key, expiresSeconds)
  }

  /** The S3 API does not tell. */
  async freeBytes(): Promise<null> {
    return null
  }

  async close(): Promise<void> {
    this.agent.destroy()
  }

  /** Removes the parts of uploads whose process was killed: up to a thousand a time. */
  async sweep(abandonedAfterMs = ABANDONED_AFTER_MS): Promise<void> {
    const client = await this.ready()
    const unfinished = await retryS3(() =>
      client.listIncompleteUploadsQuery(this.bucket, '', '', '', NO_DELIMITER),
    )
    for (const { key, uploadId, initiated } of unfinished.uploads) {
      if (Date.now() - new Date(initiated).getTime() < abandonedAfterMs) continue
      await retryS3(() => client.abortMultipartUpload(this.bucket, key, uploadId))
    }
  }

  private async upload(
    key: string,
    source: Readable,
    options: PutOptions & { sizeBytes?: number },
  ): Promise<ObjectInfo> {
    try {
      checkKey(key)
      const client = await this.ready()
      const target = { client, bucket: this.bucket, key }
      return { key, sizeBytes: await uploadStream(target, source, options), modifiedAt: new Date() }
    } finally {
      source.destroy()
    }
  }

  private open(): Promise<Client> {
    return (this.opened ??= createS3Client(this.settings, this.agent))
  }

  /** The client, once the bucket is there. Once a process; asked again after a failure. */
  private ready(): Promise<Client> {
    return (this.bucketReady ??= this.ensureBucket().catch((error: unknown) => {
      this.bucketReady = undefined
      throw error
    }))
  }

  private async ensureBucket(): Promise<Client> {
    const client = await this.open()
    const exists = () => retryS3(() => client.bucketExists(this.bucket))
    if (await exists()) return client
    try {
      await client.makeBucket(this.bucket, this.region)
    } catch (error) {
      // another process may have made it at the same moment
      if (!(await exists())) throw translateS3Error(error)
    }
    return client
  }
}

function checkRange({ start, end }: ByteRange): void {
  if (Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && end >= start) return
  throw new RangeNotSatisfiable('This part of the file does not exist.')
}

/** A server that answers a range with other bytes must never be believed (Ceph's dbstore did). */
function checkPart(answer: IncomingMessage, { start, end }: ByteRange): void {
  if (answer.statusCode === 200 && answer.headers['content-length'] === '0') {
    throw new RangeNotSatisfiable('This part of the file does not exist.')
  }
  const match = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(answer.headers['content-range'] ?? '')
  const [first, last, size] = match?.slice(1).map(Number) ?? []
  const isAsked = answer.statusCode === 206 && first === start && last === Math.min(end, (size ?? 0) - 1)
  if (isAsked) return
  throw new Unavailable('The media store answered with other bytes than were asked for.')
}
