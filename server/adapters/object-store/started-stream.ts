import { Readable } from 'node:stream'

/**
 * A stream of pieces that are made when they are wanted; the first is made before this returns, so that what is wrong with
 * it is thrown here and not in the middle of an answer. `release` is called once the stream is over, however it ends.
 */
export async function startedStream(
  pieces: AsyncIterator<Buffer>,
  release: () => void,
  signal?: AbortSignal,
): Promise<Readable> {
  signal?.addEventListener('abort', release)
  try {
    signal?.throwIfAborted()
    return new StartedStream(pieces, await pieces.next(), release, signal)
  } catch (error) {
    release()
    throw error
  } finally {
    signal?.removeEventListener('abort', release)
  }
}

class StartedStream extends Readable {
  private readonly pieces: AsyncIterator<Buffer>
  private readonly release: () => void
  private first: IteratorResult<Buffer> | undefined

  constructor(
    pieces: AsyncIterator<Buffer>,
    first: IteratorResult<Buffer>,
    release: () => void,
    signal?: AbortSignal,
  ) {
    super({ signal, highWaterMark: 256 * 1024 })
    this.pieces = pieces
    this.first = first
    this.release = release
  }

  override _read(): void {
    const next = this.first ? Promise.resolve(this.first) : this.pieces.next()
    this.first = undefined
    next.then(
      (piece) => this.push(piece.done ? null : piece.value),
      (error: unknown) => this.destroy(error as Error),
    )
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.release()
    done(error)
  }
}
