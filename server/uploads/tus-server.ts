import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Server } from '@tus/server'
import { config } from '../config.ts'
import { Conflict } from '../errors.ts'
import { completeUpload } from './complete-upload.ts'
import { toAppError } from './tus-error.ts'
import { detachUploadFile } from './upload-files.ts'
import { UploadLocker } from './upload-locker.ts'
import type { UploadDocument } from './upload.model.ts'
import { UploadStore } from './upload-store.ts'

const TUS_PATH = '/api/uploads'

/** What one request is about. Decided before tus sees it: tus would take the id from anywhere in the URL, its query too. */
interface TusRequest {
  uploadId: string
  /** The row to make; only at creation. */
  admitted?: Omit<UploadDocument, '_id'>
}

const requests = new AsyncLocalStorage<TusRequest>()

/**
 * Lets tus answer one request whose caller, upload and headers have been checked.
 * Throws what went wrong instead of answering it, unless the answer has begun.
 */
export function answerTus(
  request: TusRequest,
  raw: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  raw.response.setHeader('Tus-Resumable', '1.0.0')
  return requests.run(request, async () => {
    await tusServer().handle(raw.request, raw.response)
  })
}

let server: Server | undefined

function tusServer(): Server {
  return (server ??= new Server({
    path: TUS_PATH,
    datastore: new AdmittedUploadStore(),
    locker: new UploadLocker(detachUploadFile),
    maxSize: () => config().limits.uploadMaxBytes,
    relativeLocation: true,
    respectForwardedHeaders: false,
    // none: only our own pages may upload with a cookie; tus would answer every origin with a star
    allowedOrigins: [],
    namingFunction: () => currentRequest().uploadId,
    getFileIdFromRequest: () => currentRequest().uploadId,
    onUploadFinish: async (_request, upload) => {
      await completeUpload(upload.id)
      return {}
    },
    onResponseError: (_request, error) => {
      throw toAppError(error)
    },
  }))
}

/** tus hands over only what it knows; the row was made when the upload was admitted. */
class AdmittedUploadStore extends UploadStore {
  override async create<Created extends { id: string }>(upload: Created): Promise<Created> {
    const { admitted } = currentRequest()
    if (admitted?.uploadId !== upload.id) throw new Conflict('This upload was not admitted.')
    await this.createFor(admitted)
    return upload
  }
}

function currentRequest(): TusRequest {
  const request = requests.getStore()
  if (!request) throw new Conflict('A tus request came without its upload.')
  return request
}
