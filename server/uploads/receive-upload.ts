import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { UserActor } from '../accounts/actor.ts'
import { InsufficientStorage, InvalidInput, UnsupportedMediaType } from '../errors.ts'
import { admitUpload } from './admit-upload.ts'
import { completeUpload } from './complete-upload.ts'
import { findOwnUpload } from './find-own-upload.ts'
import { answerTus } from './tus-server.ts'
import { freeUploadBytes, receivedBytes, syncUploadFile } from './upload-files.ts'
import type { UploadDocument } from './upload.model.ts'

interface RawExchange {
  request: IncomingMessage
  response: ServerResponse
}

/** tus OPTIONS: what this server can do. */
export function describeTus(raw: RawExchange): Promise<void> {
  return answerTus({ uploadId: '' }, raw)
}

/** tus POST. Says no before a row or a file exists; 128 random bits, so that an id cannot be guessed. */
export async function createUpload(actor: UserActor, raw: RawExchange): Promise<void> {
  if (raw.request.headers['upload-defer-length'] !== undefined) {
    throw new InvalidInput('The size of the file must be known at the start: send Upload-Length.')
  }
  const uploadId = randomBytes(16).toString('hex')
  const admitted = await admitUpload(actor, uploadId, {
    uploadLength: header(raw, 'upload-length'),
    uploadMetadata: header(raw, 'upload-metadata'),
  })
  await answerTus({ uploadId, admitted }, raw)
}

/**
 * tus HEAD. An offset at the end is an acknowledgement too: the bytes of a server that was killed before it could answer
 * are brought to the disk, and the finish step is asked for, before this says that they are there.
 */
export async function describeUpload(actor: UserActor, uploadId: string, raw: RawExchange): Promise<void> {
  const row = await findOwnUpload(actor, uploadId)
  if (row.state === 'receiving' && (await receivedBytes(uploadId)) === row.sizeBytes) {
    await syncUploadFile(uploadId)
    await completeUpload(uploadId)
  }
  await answerTus({ uploadId }, raw)
}

/** tus PATCH. Everything that can be refused is refused before the first byte is read. */
export async function receiveBytes(actor: UserActor, uploadId: string, raw: RawExchange): Promise<void> {
  const row = await findOwnUpload(actor, uploadId)
  if (header(raw, 'content-type') !== 'application/offset+octet-stream') {
    throw new UnsupportedMediaType('Content-Type must be application/offset+octet-stream.')
  }
  if (header(raw, 'upload-offset') === undefined) {
    throw new InvalidInput('Upload-Offset is missing.')
  }
  await requireRoom(row)
  await answerTus({ uploadId }, raw)
}

/** tus DELETE */
export async function terminateUpload(actor: UserActor, uploadId: string, raw: RawExchange): Promise<void> {
  await findOwnUpload(actor, uploadId)
  await answerTus({ uploadId }, raw)
}

async function requireRoom(row: UploadDocument): Promise<void> {
  if (row.state !== 'receiving') return
  const missing = row.sizeBytes - ((await receivedBytes(row.uploadId)) ?? 0)
  if ((await freeUploadBytes()) < missing) {
    throw new InsufficientStorage(
      'The server has no room left for the rest of this file. What was received is kept: try again later.',
    )
  }
}

function header(raw: RawExchange, name: string): string | undefined {
  const value = raw.request.headers[name]
  return Array.isArray(value) ? value[0] : value
}
