import type { IncomingMessage } from 'node:http'
import { InvalidInput, TooLarge } from '../errors.ts'

/** What is still read, and thrown away, of a body that is too large: so that the client gets to read the answer. */
const LINGER_BYTES = 8 * 1024 * 1024
const LINGER_MS = 5_000

/**
 * The whole body, never more than `maxBytes` in memory whatever Content-Length says.
 * @throws TooLarge at once when too many bytes are announced, or when one too many arrives
 * @throws InvalidInput when the client goes away in the middle
 */
export function readBodyBytes(
  request: IncomingMessage & { body?: unknown },
  maxBytes: number,
): Promise<Buffer> {
  // a fetch within the process carries its body whole
  if (typeof request.body === 'string') return bounded(Buffer.from(request.body), maxBytes)
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return refuse(request, maxBytes)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const settle = (result: Buffer | Error) => {
      request.off('data', collect).off('end', end).off('error', cut).off('close', cut)
      if (result instanceof Error) reject(result)
      else resolve(result)
    }
    const collect = (chunk: Buffer) => {
      size += chunk.length
      if (size <= maxBytes) chunks.push(chunk)
      else settle(discard(request, maxBytes))
    }
    const end = () => settle(Buffer.concat(chunks))
    const cut = () => settle(new InvalidInput('The body was cut off.'))
    request.on('data', collect).once('end', end).once('error', cut).once('close', cut)
  })
}

async function bounded(bytes: Buffer, maxBytes: number): Promise<Buffer> {
  if (bytes.length > maxBytes) throw tooLarge(maxBytes)
  return bytes
}

async function refuse(request: IncomingMessage, maxBytes: number): Promise<never> {
  throw discard(request, maxBytes)
}

function discard(request: IncomingMessage, maxBytes: number): TooLarge {
  let left = LINGER_BYTES
  const timer = setTimeout(() => request.destroy(), LINGER_MS)
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) request.destroy()
  })
  request.once('error', () => request.destroy())
  request.once('close', () => clearTimeout(timer))
  request.resume()
  return tooLarge(maxBytes)
}

function tooLarge(maxBytes: number): TooLarge {
  return new TooLarge(`The body may have at most ${maxBytes} bytes.`)
}
