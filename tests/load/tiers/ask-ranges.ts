import { createHash } from 'node:crypto'
import { Agent, request, type IncomingMessage } from 'node:http'
import type { ByteRange } from '../../../server/adapters/object-store/port.ts'

export interface Place {
  name: string
  url: string
  cookie: string
  bytes: Buffer
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

/** Milliseconds to the first byte of the body, and to the last; the bytes must be right. */
export async function timeRange(place: Place, range: ByteRange): Promise<{ first: number; whole: number }> {
  const started = performance.now()
  const answer = await ask(place, range)
  let first: number | undefined
  const hash = createHash('sha256')
  const chunks: Buffer[] = []
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    first ??= performance.now() - started
    chunks.push(chunk)
  }
  const whole = performance.now() - started
  for (const chunk of chunks) hash.update(chunk)
  const expected = createHash('sha256').update(place.bytes.subarray(range.start, range.end + 1))
  if (answer.statusCode !== 206 || hash.digest('hex') !== expected.digest('hex')) {
    throw new Error(`${place.name} answered ${answer.statusCode} with other bytes`)
  }
  return { first: first ?? whole, whole }
}

/** Bytes a second of all of it; what arrives is counted and let go. */
export async function readWhole(place: Place): Promise<number> {
  const started = performance.now()
  const answer = await ask(place, { start: 0, end: place.bytes.length - 1 })
  let seen = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) seen += chunk.length
  if (seen !== place.bytes.length)
    throw new Error(`${place.name} gave ${seen} of ${place.bytes.length} bytes`)
  return seen / ((performance.now() - started) / 1000)
}

function ask({ url, cookie }: Place, { start, end }: ByteRange): Promise<IncomingMessage> {
  const headers = { cookie, range: `bytes=${start}-${end}` }
  return new Promise((resolve, reject) => {
    request(url, { agent, headers }, resolve).once('error', reject).end()
  })
}

export function closeConnections(): void {
  agent.destroy()
}
