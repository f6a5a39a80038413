/**
 * Passes a stream of bytes on in pieces of exactly the asked sizes; a piece that arrived as one chunk is not copied.
 * The last piece is shorter, and those after it are missing, when the stream ends early.
 */
export class ExactReader {
  private readonly chunks: AsyncIterator<Buffer>
  private held: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Buffer>) {
    this.chunks = source[Symbol.asyncIterator]()
  }

  async take(bytes: number): Promise<Buffer> {
    if (this.held.length === 0) await this.refill()
    if (this.held.length >= bytes) return this.cut(bytes)
    const piece = Buffer.allocUnsafeSlow(bytes)
    let filled = 0
    while (filled < bytes && this.held.length > 0) {
      const part = this.cut(Math.min(bytes - filled, this.held.length))
      part.copy(piece, filled)
      filled += part.length
      if (this.held.length === 0 && filled < bytes) await this.refill()
    }
    return piece.subarray(0, filled)
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
