import type { FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ByteRange } from './port.ts'

/** One that is held by whoever reads, one that waits for it, and one that is being filled. */
const BUFFERS = 3

/**
 * A range of a file in chunks that are used again (`isLent` of port.ts). The next chunk is read while one is looked at.
 * Closes the file at its end.
 */
export class LentChunks extends Readable {
  private readonly file: FileHandle
  private readonly buffers: Buffer[]
  private readonly chunkBytes: number
  private readonly end: number
  private position: number
  private turn = 0

  constructor(file: FileHandle, { start, end }: ByteRange, chunkBytes: number) {
    super({ highWaterMark: chunkBytes })
    this.file = file
    this.chunkBytes = chunkBytes
    this.position = start
    this.end = end
    const bytes = Math.max(1, Math.min(chunkBytes, end + 1 - start))
    this.buffers = Array.from({ length: BUFFERS }, () => Buffer.allocUnsafeSlow(bytes))
  }

  override _read(): void {
    this.fill().then(
      (chunk) => this.push(chunk),
      (error: unknown) => this.destroy(error as Error),
    )
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.file.close().then(
      () => done(error),
      (failed: unknown) => done(error ?? (failed as Error)),
    )
  }

  /** Always whole but for the last, so that there are never more chunks about than buffers. */
  private async fill(): Promise<Buffer | null> {
    const wanted = Math.min(this.chunkBytes, this.end + 1 - this.position)
    if (wanted <= 0) return null
    const buffer = this.buffers[this.turn++ % BUFFERS]!
    let filled = 0
    while (filled < wanted) {
      const { bytesRead } = await this.file.read(buffer, filled, wanted - filled, this.position + filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    this.position = filled < wanted ? this.end + 1 : this.position + filled
    return filled > 0 ? buffer.subarray(0, filled) : null
  }
}
