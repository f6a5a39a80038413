import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { Unavailable } from '../../errors.ts'
import { exactPieces } from '../object-store/exact-pieces.ts'
import { discard, type Exchange } from './http-exchange.ts'
import { away } from './patient-stream.ts'
import type { ColdFacts } from './port.ts'

/** Ten sectors: skyd takes large files in pieces of this size alone, but for the last (skynet-js, TUS_CHUNK_SIZE). */
export const TUS_PIECE_BYTES = 10 * 2 ** 22
const TUS = { 'tus-resumable': '1.0.0' }
const TRIES = 4

type Ask = (exchanged: Exchange) => Promise<IncomingMessage>

/**
 * A large upload by tus 1.0.0: one piece in memory, sent on from where it arrived when the connection is cut.
 * @returns the answer to the last HEAD, whose `skynet-skylink` names the file
 */
export async function uploadByTus(
  endpoint: string,
  source: Readable,
  facts: ColdFacts,
  ask: Ask,
): Promise<IncomingMessage> {
  const url = await create(endpoint, facts, ask)
  let offset = 0
  for await (const piece of exactPieces(source, TUS_PIECE_BYTES)) {
    await sendPiece(url, piece, offset, ask)
    offset += piece.length
  }
  return await ask({ method: 'HEAD', url, headers: TUS })
}

async function create(endpoint: string, facts: ColdFacts, ask: Ask): Promise<string> {
  const encoded = (text: string) => Buffer.from(text).toString('base64')
  const headers = {
    ...TUS,
    'upload-length': facts.sizeBytes,
    'upload-metadata': `filename ${encoded(facts.name)},filetype ${encoded(facts.contentType)}`,
    'content-length': 0,
  }
  const answer = await ask({ method: 'POST', url: endpoint, headers })
  discard(answer)
  const url = URL.parse(answer.headers.location ?? '', endpoint)
  if (!url || !isOf(url, new URL(endpoint))) {
    throw away(new Error('the portal gave no address of its own for the upload'))
  }
  return url.href
}

/** A portal must not send our bytes, and our key, elsewhere than to its own machines. */
function isOf(url: URL, portal: URL): boolean {
  const isHost = url.host === portal.host || url.hostname.endsWith(`.${portal.hostname}`)
  return isHost && url.protocol === portal.protocol
}

async function sendPiece(url: string, piece: Buffer, start: number, ask: Ask): Promise<void> {
  let sent = 0
  for (let tries = 1; sent < piece.length; tries += 1) {
    try {
      sent = (await patch(url, piece.subarray(sent), start + sent, ask)) - start
    } catch (error) {
      if (!(error instanceof Unavailable) || tries === TRIES) throw error
      await sleep(200 * 3 ** tries)
      const arrived = ask({ method: 'HEAD', url, headers: TUS }).then(offsetOf)
      sent = (await arrived.catch(() => start + sent)) - start
    }
    if (sent < 0 || sent > piece.length || tries > TRIES) throw away(new Error('the portal lost its place'))
  }
}

async function patch(url: string, bytes: Buffer, offset: number, ask: Ask): Promise<number> {
  const headers = {
    ...TUS,
    'upload-offset': offset,
    'content-type': 'application/offset+octet-stream',
    'content-length': bytes.length,
  }
  return offsetOf(await ask({ method: 'PATCH', url, headers, body: bytes }))
}

function offsetOf(answer: IncomingMessage): number {
  discard(answer)
  const offset = Number(answer.headers['upload-offset'] ?? Number.NaN)
  if (!Number.isSafeInteger(offset)) throw away(new Error('the portal does not say how much it has'))
  return offset
}
