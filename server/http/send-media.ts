import type { IncomingMessage, ServerResponse } from 'node:http'
import { getObjectStore } from '../adapters/object-store/index.ts'
import type { ByteRange } from '../adapters/object-store/port.ts'
import { config } from '../config.ts'
import type { Media, MediaCaching, MediaObject, MediaStored } from '../delivery/media.ts'
import { CorruptObject, NotFound, RangeNotSatisfiable } from '../errors.ts'
import { sendLiveRange } from '../tiers/live-range.ts'
import { parseRange } from './byte-range.ts'
import { evaluatePreconditions, rangeApplies } from './preconditions.ts'
import type { Reply } from './reply.ts'
import { sendStream } from './send-stream.ts'

const CACHE_CONTROL = {
  immutable: 'public, max-age=31536000, immutable',
  brief: 'public, max-age=300',
  revalidate: 'public, no-cache',
  private: 'private, no-store',
} as const satisfies Record<MediaCaching, string>

/** A presigned URL is a right that cannot be taken back, so it lives only as long as it takes to follow it. */
const PRESIGNED_SECONDS = 10

/**
 * Answers with media by RFC 9110: 200, 206, 304, 412 or 416, for GET and HEAD. Resolves when the client has everything
 * or is gone.
 * @throws RangeNotSatisfiable, and what the store or opening throws before the first byte
 */
export async function sendMedia({ request, response }: Reply['raw'], media: Media): Promise<void> {
  response.setHeader('cache-control', CACHE_CONTROL[media.caching])
  response.setHeader('etag', media.etag)
  const precondition = evaluatePreconditions(request.headers, media.etag)
  if (precondition !== 'proceed') return endEmpty(response, precondition === 'failed' ? 412 : 304)
  response.setHeader('content-type', media.contentType)
  if (media.kind === 'text') sendText(request, response, media.text)
  else await sendBytes(request, response, media)
}

function sendText(request: IncomingMessage, response: ServerResponse, text: string): void {
  response.setHeader('content-length', Buffer.byteLength(text))
  response.end(request.method === 'HEAD' ? undefined : text)
}

async function sendBytes(
  request: IncomingMessage,
  response: ServerResponse,
  media: MediaObject | MediaStored,
): Promise<void> {
  response.setHeader('accept-ranges', 'bytes')
  if (request.method === 'HEAD' || media.sizeBytes === 0) {
    response.setHeader('content-length', media.sizeBytes)
    response.end()
  } else if (media.kind === 'stored') {
    await sendStream(response, media.open, startAnswer(request, response, media))
  } else if (!(await redirectToStore(response, media))) {
    await sendObject(response, media, startAnswer(request, response, media))
  }
}

/** Status and headers for the range that was asked for. */
function startAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  { sizeBytes, etag }: MediaObject | MediaStored,
): ByteRange {
  const header = rangeApplies(request.headers, etag) ? request.headers.range : undefined
  const range = parseRange(header, sizeBytes)
  if (range.kind === 'unsatisfiable') {
    throw new RangeNotSatisfiable('This part of the file does not exist.', {
      headers: { 'content-range': `bytes */${sizeBytes}` },
    })
  }
  const { start, end } = range.kind === 'part' ? range : { start: 0, end: sizeBytes - 1 }
  if (range.kind === 'part') {
    response.statusCode = 206
    response.setHeader('content-range', `bytes ${start}-${end}/${sizeBytes}`)
  }
  response.setHeader('content-length', end - start + 1)
  // an object that is shorter than its index says must cut the connection, not leave the client waiting
  response.strictContentLength = true
  return { start, end }
}

async function sendObject(
  response: ServerResponse,
  { objectKey, sizeBytes, isImmutable, isLive, elsewhere }: MediaObject,
  range: ByteRange,
): Promise<void> {
  try {
    if (isLive) await sendLiveRange({ objectKey, sizeBytes }, range, response)
    else await getObjectStore().send(objectKey, range, response, { isImmutable })
  } catch (error) {
    if (!elsewhere || !(error instanceof NotFound) || response.headersSent) throw error
    await sendStream(response, elsewhere, range).catch((cause: unknown) => {
      // looked for everywhere: there is none
      throw cause instanceof CorruptObject ? error : cause
    })
  }
}

async function redirectToStore(response: ServerResponse, media: MediaObject): Promise<boolean> {
  if (!config().s3?.redirects) return false
  const url = await getObjectStore().presign(media.objectKey, PRESIGNED_SECONDS)
  if (!url) return false
  response.setHeader('cache-control', 'private, no-store')
  response.setHeader('location', url)
  endEmpty(response, 302)
  return true
}

function endEmpty(response: ServerResponse, status: number): void {
  response.statusCode = status
  response.end()
}
