/**
 * Passes a stream of bytes on in pieces of exactly the asked sizes. A piece is valid until the next is taken: it is a part
 * of a chunk, or of one buffer that is used again and again, so that reading gigabytes makes no garbage of its own.
 * The last piece is shorter, and those after it are empty, when the stream ends early.
 */
export class ExactReader {
  private readonly chunks: AsyncIterator<Buffer>
  private held: Buffer = Buffer.alloc(0)
  private joined: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Buffer>) {
    this.chunks = source[Symbol.asyncIterator]()
  }

  async take(bytes: number): Promise<Buffer> {
    if (this.held.length === 0) await this.refill()
    if (this.held.length >= bytes) return this.cut(bytes)
    if (this.joined.length < bytes) this.joined = Buffer.allocUnsafeSlow(bytes)
    let filled = 0
    while (filled < bytes && this.held.length > 0) {
      filled += this.cut(Math.min(bytes - filled, this.held.length)).copy(this.joined, filled)
      if (this.held.length === 0 && filled < bytes) await this.refill()
    }
    return this.joined.subarray(0, filled)
  }

  private cut(bytes: number): Buffer {
    const part = this.held.subarray(0, bytes)
    this.held = this.held.subarray(bytes)
    return part
  }

  private async refill(): Promise<void> {
    while (this.held.length === 0) {
      const next = await this.chunks.next()
      if (next.done) return
      this.held = next.value
    }
  }
}
