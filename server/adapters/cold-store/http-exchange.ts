import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import {
  AppError,
  InsufficientStorage,
  NotFound,
  RangeNotSatisfiable,
  TooLarge,
  Unavailable,
} from '../../errors.ts'
import type { ByteRange } from '../object-store/port.ts'
import { away } from './patient-stream.ts'

/** Without an answer for so long, or without a byte of a body that is being sent. */
const ANSWER_MS = 5_000
/** A store may write to hosts all over the world before it says that it has everything. */
const STORED_MS = 600_000
/** Of answers that are read whole. */
const MAX_TEXT_BYTES = 64 * 1024

export interface Exchange {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  headers?: Record<string, string | number>
  body?: Buffer | Readable
  signal?: AbortSignal
}

/**
 * One request over HTTP; the answer's body is the caller's to read or to destroy.
 * @throws what the body's source threw; NotFound, RangeNotSatisfiable, TooLarge and InsufficientStorage by their statuses;
 * Unavailable for every other refusal, and when the network fails or takes too long
 */
export async function exchange({ method, url, headers, body, signal }: Exchange): Promise<IncomingMessage> {
  const request = url.startsWith('https:') ? https.request : http.request
  const outgoing = request(url, { method, headers, signal })
  outgoing.setTimeout(body ? STORED_MS : ANSWER_MS, () => outgoing.destroy(new Error('no answer in time')))
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve).once('error', reject)
  })
  answered.catch(() => undefined)
  try {
    const answer = await Promise.race([answered, send(outgoing, body)])
    // from here on it is for the reader to be patient or not
    outgoing.setTimeout(0)
    checkStatus(answer)
    return answer
  } catch (error) {
    outgoing.destroy()
    if (error instanceof AppError || signal?.aborted) throw error
    throw away(error)
  }
}

/** Never ends by itself: only the answer says that the body arrived. */
async function send(outgoing: http.ClientRequest, body: Buffer | Readable | undefined): Promise<never> {
  if (body === undefined || Buffer.isBuffer(body)) outgoing.end(body)
  else await pipeline(body, outgoing)
  return await new Promise<never>(() => undefined)
}

/** The whole of a short answer, parsed; undefined when it is not JSON. */
export async function readJson(answer: IncomingMessage): Promise<unknown> {
  if (Number(answer.headers['content-length'] ?? 0) > MAX_TEXT_BYTES) {
    answer.destroy()
    return undefined
  }
  const text = await buffer(limited(answer)).catch((error: unknown) => {
    throw away(error)
  })
  try {
    return JSON.parse(text.toString('utf8'))
  } catch {
    return undefined
  }
}

/** Lets the connection be used again. */
export function discard(answer: IncomingMessage): void {
  answer.resume().on('error', () => undefined)
}

/** Refuses an answer to a range that has other bytes than were asked for. */
export function checkPart(answer: IncomingMessage, { start, end }: ByteRange, sizeBytes: number): void {
  const isWhole = answer.statusCode === 200 && start === 0 && end === sizeBytes - 1
  const expected = `bytes ${start}-${end}/${sizeBytes}`
  const isPart = answer.statusCode === 206 && answer.headers['content-range'] === expected
  if (isWhole || isPart) return
  answer.destroy()
  throw new Unavailable('The cold store answered with other bytes than were asked for.')
}

async function* limited(answer: IncomingMessage): AsyncGenerator<Buffer> {
  let left = MAX_TEXT_BYTES
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    left -= chunk.length
    if (left < 0) return
    yield chunk
  }
}

function checkStatus(answer: IncomingMessage): void {
  const status = answer.statusCode ?? 0
  if (status >= 200 && status < 300) return
  answer.destroy()
  if (status === 404 || status === 410) throw new NotFound('This is no longer in the cold store.')
  if (status === 416) throw new RangeNotSatisfiable('This part of the file does not exist.')
  if (status === 413) throw new TooLarge('The cold store takes nothing this large.')
  if (status === 507 || status === 402)
    throw new InsufficientStorage('The cold store is full. Free or buy space there.')
  throw new Unavailable(`The cold store answered ${status}. Try again later.`)
}
