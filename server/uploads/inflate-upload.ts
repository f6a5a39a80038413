import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Transform, type TransformCallback } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { Unprocessable } from '../errors.ts'
import { withDiskErrors } from './upload-files.ts'

const DAMAGED = 'The file was damaged on its way here. Upload it again.'
const REPORT_BYTES = 64 * 1024 * 1024

/** What the client said of the original before it compressed it. */
export interface AnnouncedOriginal {
  sizeBytes: number
  sha256: string
}

/**
 * Inflates an upload that was compressed on the way, beside it. Never writes more than was announced, however much the
 * bytes would inflate to.
 * @throws Unprocessable when they are no gzip, cut off, or not the announced original
 */
export async function inflateUpload(
  path: string,
  announced: AnnouncedOriginal,
  signal: AbortSignal,
  onProgress: (share: number) => Promise<void>,
): Promise<{ path: string; sha256: string }> {
  // a name of its own: two runs at once do not write into one file
  const inflated = `${path}.inflated-${randomUUID()}`
  const meter = new Meter(announced.sizeBytes, onProgress)
  try {
    await withDiskErrors(() =>
      pipeline(createReadStream(path), createGunzip(), meter, createWriteStream(inflated, { mode: 0o600 }), {
        signal,
      }),
    )
    if (meter.bytes !== announced.sizeBytes || meter.digest() !== announced.sha256)
      throw new Unprocessable(DAMAGED)
    return { path: inflated, sha256: announced.sha256 }
  } catch (error) {
    await rm(inflated, { force: true })
    throw isZlibError(error) ? new Unprocessable(DAMAGED, { cause: error }) : error
  }
}

/** Counts and hashes what passes, and stops at the first byte too many. */
class Meter extends Transform {
  bytes = 0
  private readonly hash = createHash('sha256')
  private readonly maxBytes: number
  private readonly onProgress: (share: number) => Promise<void>

  constructor(maxBytes: number, onProgress: (share: number) => Promise<void>) {
    super()
    this.maxBytes = maxBytes
    this.onProgress = onProgress
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const before = this.bytes
    this.bytes += chunk.length
    if (this.bytes > this.maxBytes) {
      done(new Unprocessable(DAMAGED))
      return
    }
    this.hash.update(chunk)
    if (Math.floor(before / REPORT_BYTES) === Math.floor(this.bytes / REPORT_BYTES)) done(null, chunk)
    else this.onProgress(this.bytes / this.maxBytes).then(() => done(null, chunk), done)
  }

  digest(): string {
    return this.hash.digest('hex')
  }
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^Z_/.test(String(error.code))
}
