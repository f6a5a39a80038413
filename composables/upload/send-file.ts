import { DetailedError, Upload } from 'tus-js-client'

const ENDPOINT = '/api/uploads'
/** Each of these is on the server's disk before the next goes; a slow line needs minutes for one, not hours. */
const CHUNK_BYTES = 32 * 1024 * 1024

export interface SendOptions {
  /** Goes on with this upload; a new one is begun otherwise. */
  uploadId: string | null
  metadata: Record<string, string>
  onCreated(uploadId: string): void
  onProgress(sentBytes: number): void
}

/** Why sending stopped. `status`: of the server's answer, or null when none came. */
export class SendError extends Error {
  readonly status: number | null

  constructor(status: number | null, message: string) {
    super(message)
    this.name = 'SendError'
    this.status = status
  }
}

export interface Sending {
  /** Resolves when the server has acknowledged the last byte. Rejects with SendError. Never settles after `stop`. */
  finished: Promise<void>
  stop(): Promise<void>
}

/** One attempt at bringing a file across, from wherever the server stands. Trying again is the caller's decision. */
export function sendFile(file: File, options: SendOptions): Sending {
  let upload: Upload | undefined
  const finished = new Promise<void>((resolve, reject) => {
    upload = new Upload(file, {
      endpoint: ENDPOINT,
      uploadUrl: options.uploadId && `${ENDPOINT}/${options.uploadId}`,
      metadata: options.metadata,
      chunkSize: CHUNK_BYTES,
      retryDelays: null,
      // what is unfinished is remembered by us; names of files stay out of localStorage
      storeFingerprintForResuming: false,
      onUploadUrlAvailable: () => {
        const id = upload?.url?.split('/').at(-1)
        if (id) options.onCreated(id)
      },
      onProgress: (sentBytes) => options.onProgress(sentBytes),
      onSuccess: () => resolve(),
      onError: (error) => reject(describe(error)),
    })
    upload.start()
  })
  return { finished, stop: async () => upload?.abort() }
}

function describe(error: Error): SendError {
  if (!(error instanceof DetailedError)) return new SendError(null, error.message)
  const answer = error.originalResponse
  const status = answer?.getStatus() || null
  return new SendError(status, (answer && messageOf(answer.getBody())) ?? 'The connection was lost.')
}

function messageOf(body: string): string | undefined {
  try {
    const { error } = JSON.parse(body) as { error?: { message?: unknown } }
    return typeof error?.message === 'string' ? error.message : undefined
  } catch {
    return undefined // an answer from something in between
  }
}

/** Gives an upload up on the server; one that is gone already is as good as given up. */
export async function terminateUpload(uploadId: string): Promise<void> {
  try {
    await Upload.terminate(`${ENDPOINT}/${uploadId}`, { retryDelays: [500, 2000] })
  } catch (error) {
    const { status, message } = describe(error instanceof Error ? error : new Error(String(error)))
    if (status !== 404 && status !== 410) throw new SendError(status, message)
  }
}
