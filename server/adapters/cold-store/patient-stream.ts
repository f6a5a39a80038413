import type { Readable } from 'node:stream'
import { AppError, Unavailable } from '../../errors.ts'
import { startedStream } from '../object-store/started-stream.ts'

/** A cold store that gives nothing for so long is away, whatever it may still do. */
const FIRST_BYTE_MS = 5_000
/** Between two pieces, counted only while somebody wants the next one: a paused player is no fault of the store. */
const NEXT_BYTES_MS = 30_000

/**
 * Opens a stream and waits for its first bytes, both within 5 seconds, so that a store that hangs is known before an answer
 * begins. What it throws later, or does not give in time, ends the stream.
 * @throws Unavailable, and what `open` throws under its own name
 */
export async function openPatiently(
  open: (signal: AbortSignal) => Promise<Readable>,
  signal?: AbortSignal,
): Promise<Readable> {
  signal?.throwIfAborted()
  const leaving = new AbortController()
  const leave = () => leaving.abort(signal?.reason)
  signal?.addEventListener('abort', leave)
  const opening = open(leaving.signal)
  try {
    return await within(FIRST_BYTE_MS, started(opening, signal), leaving.signal)
  } catch (error) {
    leaving.abort()
    // one that opens after all is not left open
    opening.then((late) => late.destroy()).catch(() => undefined)
    throw named(error)
  } finally {
    signal?.removeEventListener('abort', leave)
  }
}

async function started(opening: Promise<Readable>, signal?: AbortSignal): Promise<Readable> {
  const source = await opening
  source.on('error', () => undefined)
  return await startedStream(patiently(source), () => source.destroy(), signal)
}

/** The first piece has the time that opening has. */
async function* patiently(source: Readable): AsyncGenerator<Buffer> {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  try {
    for (let next = await chunks.next(); !next.done; next = await within(NEXT_BYTES_MS, chunks.next())) {
      yield next.value
    }
  } catch (error) {
    throw named(error)
  }
}

/** @throws Unavailable when it takes longer; what becomes of it then is nobody's business. */
async function within<Result>(
  milliseconds: number,
  awaited: Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  let onAbort: (() => void) | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(away()), milliseconds)
    onAbort = () => reject(signal?.reason)
    signal?.addEventListener('abort', onAbort)
  })
  awaited.catch(() => undefined)
  try {
    return await Promise.race([awaited, late])
  } finally {
    clearTimeout(timer)
    if (onAbort) signal?.removeEventListener('abort', onAbort)
  }
}

export function away(cause?: unknown): Unavailable {
  return new Unavailable('The cold store cannot be reached at the moment. Try again later.', { cause })
}

/** What the network or the disk threw in the middle of a stream has no name of ours yet. */
function named(error: unknown): Error {
  const isCalledOff = error instanceof Error && error.name === 'AbortError'
  return error instanceof AppError || isCalledOff ? error : away(error)
}
