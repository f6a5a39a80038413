import { setTimeout as sleep } from 'node:timers/promises'
import { DetailedError, Upload } from 'tus-js-client'
import { encodeMetadata } from '../support/tus.ts'
import type { UniqueVideo } from './unique-video.ts'

const CHUNK_BYTES = 256 * 1024
const PATIENCE_MS = 180_000

export interface UploadEvents {
  /** Some of the bytes are on their way. */
  onProgress(): void
  /** The server has said that every byte arrived. */
  onAcknowledged(uploadId: string): void
}

/**
 * Uploads with the client that browsers use, through whatever happens to the server, until every byte is acknowledged.
 * @throws when that takes more than three minutes, or the server refuses
 */
export async function uploadThroughFaults(
  url: string,
  token: string,
  video: UniqueVideo,
  events: UploadEvents,
): Promise<string> {
  const deadline = Date.now() + PATIENCE_MS
  let uploadUrl: string | null = null
  for (;;) {
    try {
      uploadUrl ??= await create(url, token, video)
      await send(uploadUrl, token, video, events)
      const uploadId = uploadUrl.split('/').at(-1) ?? ''
      events.onAcknowledged(uploadId)
      return uploadId
    } catch (error) {
      if (Date.now() > deadline || !isPassing(error)) throw error
      await sleep(50 + Math.random() * 250)
    }
  }
}

async function create(url: string, token: string, video: UniqueVideo): Promise<string> {
  const answer = await fetch(`${url}/api/uploads`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'tus-resumable': '1.0.0',
      'upload-length': String(video.content.length),
      'upload-metadata': encodeMetadata({ filename: video.filename }),
    },
  })
  const location = answer.headers.get('location')
  if (answer.status === 201 && location) return url + location
  throw new StatusError(answer.status, await answer.text())
}

function send(uploadUrl: string, token: string, video: UniqueVideo, events: UploadEvents): Promise<void> {
  return new Promise((resolve, reject) => {
    new Upload(video.content, {
      uploadUrl,
      headers: { authorization: `Bearer ${token}` },
      chunkSize: CHUNK_BYTES,
      retryDelays: null,
      storeFingerprintForResuming: false,
      onChunkComplete: () => events.onProgress(),
      onSuccess: () => resolve(),
      onError: reject,
    }).start()
  })
}

class StatusError extends Error {
  readonly status: number

  constructor(status: number, text: string) {
    super(`the server answered ${status}: ${text}`)
    this.status = status
  }
}

/** No answer, a server in trouble, or a lock that is still held: what a client waits out. */
function isPassing(error: unknown): boolean {
  const status = error instanceof DetailedError ? error.originalResponse?.getStatus() : statusOf(error)
  return !status || status >= 500 || status === 409 || status === 423 || status === 429
}

function statusOf(error: unknown): number | undefined {
  return error instanceof StatusError ? error.status : undefined
}
