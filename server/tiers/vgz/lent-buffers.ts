/** Two buffers that are used in turns: what was put into one stays until the one after the next is asked for. */
export class LentBuffers {
  private readonly buffers: [Buffer, Buffer] = [Buffer.alloc(0), Buffer.alloc(0)]
  private turn = 0

  /** With whatever was in it before. */
  next(bytes: number): Buffer {
    const index = this.turn++ % 2
    if (this.buffers[index]!.length < bytes) this.buffers[index] = Buffer.allocUnsafeSlow(bytes)
    return this.buffers[index]!.subarray(0, bytes)
  }
}
