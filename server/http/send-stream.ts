import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ByteRange } from '../adapters/object-store/port.ts'
import type { OpenRange } from '../delivery/media.ts'
import { AppError, CorruptObject, Restoring, Unavailable } from '../errors.ts'
import { logger } from '../logger.ts'

/** Nobody waits longer for the first byte, or for the next: what takes this long hangs. */
const WAIT_MS = 4_500
const RETRY_AFTER_SECONDS = 5

type Iterator = AsyncIterator<Buffer, undefined>

/**
 * Sends a range from wherever it lies, and ends the response. Resolves when the client has everything or is gone; past
 * the first byte what goes wrong reaches it as a cut connection.
 * @throws before the first byte, what opening threw; Restoring where it did not come in time
 */
export async function sendStream(
  response: ServerResponse,
  open: OpenRange,
  range: ByteRange,
  waitMs = WAIT_MS,
): Promise<void> {
  const stop = new AbortController()
  const onClose = () => stop.abort()
  response.once('close', onClose)
  let bytes: Readable | undefined
  try {
    bytes = await inTime(open(range, stop.signal), waitMs, (late) => late.destroy())
    const rest: Iterator = bytes[Symbol.asyncIterator]()
    const first = await inTime(rest.next(), waitMs)
    if (first.done) throw new CorruptObject('A stored part of this video is empty.')
    await pipeline(joined(first.value, rest, waitMs), response).catch((error: unknown) => {
      if (!stop.signal.aborted) logger.error({ error }, 'stored bytes could not be read to their end')
      response.destroy()
    })
  } catch (error) {
    if (!stop.signal.aborted) throw error instanceof AppError ? error : away(error)
  } finally {
    response.off('close', onClose)
    stop.abort()
    bytes?.destroy()
  }
}

async function* joined(first: Buffer, rest: Iterator, waitMs: number): AsyncGenerator<Buffer> {
  yield first
  for (let part = await inTime(rest.next(), waitMs); !part.done; part = await inTime(rest.next(), waitMs))
    yield part.value
}

/** What comes after all is handed to `letGo`. */
async function inTime<Value>(
  coming: Promise<Value>,
  waitMs: number,
  letGo: (late: Value) => void = () => undefined,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  let isLate = false
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isLate = true
      reject(tooSlow())
    }, waitMs)
  })
  coming.then((value) => isLate && letGo(value), () => undefined) // prettier-ignore
  try {
    return await Promise.race([coming, late])
  } finally {
    clearTimeout(timer)
  }
}

function tooSlow(): Restoring {
  return new Restoring('This video is being brought back. It plays in a moment.', {
    headers: { 'retry-after': String(RETRY_AFTER_SECONDS) },
  })
}

function away(cause: unknown): Unavailable {
  const headers = { 'retry-after': String(RETRY_AFTER_SECONDS) }
  return new Unavailable('Where this video is stored does not answer. Try again in a minute.', {
    headers,
    cause,
  })
}
