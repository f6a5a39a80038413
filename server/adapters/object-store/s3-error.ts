import { setTimeout as sleep } from 'node:timers/promises'
import {
  AppError,
  InsufficientStorage,
  NotFound,
  RangeNotSatisfiable,
  TooLarge,
  Unavailable,
} from '../../errors.ts'

/** Codes of the S3 API and of MinIO, Ceph and Swift on top of it. */
const MISSING = new Set(['NoSuchKey', 'NotFound'])
const FULL = new Set(['XMinioStorageFull', 'InsufficientStorage', 'QuotaExceeded', 'InsufficientCapacity'])
const REFUSED = new Set(['AccessDenied', 'InvalidAccessKeyId', 'SignatureDoesNotMatch', 'NoSuchBucket'])
const NETWORK = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPROTO|CERT_|ERR_TLS)/
const CUT_SHORT = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR'])
const TRIES = 3

/** Gives what the client or the network threw its name. What it does not know is a fault of ours and stays as it is. */
export function translateS3Error(error: unknown): unknown {
  if (error instanceof AppError) return error
  const code = codeOf(error)
  if (MISSING.has(code)) return new NotFound('This file is no longer here.', { cause: error })
  if (code === 'InvalidRange') {
    return new RangeNotSatisfiable('This part of the file does not exist.', { cause: error })
  }
  if (code === 'EntityTooLarge')
    return new TooLarge('The object store takes no object this large.', { cause: error })
  if (FULL.has(code)) {
    return new InsufficientStorage('There is no space left to store this. Free some space, then try again.', {
      cause: error,
    })
  }
  if (isAway(error, code)) {
    return new Unavailable('The media store cannot be reached at the moment. Try again shortly.', {
      cause: error,
    })
  }
  return error
}

/** For requests that can be repeated: a busy or restarting server gets a moment, three times in all. */
export async function retryS3<Result>(action: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await action()
    } catch (error) {
      const translated = translateS3Error(error)
      const isWorthwhile = translated instanceof Unavailable && !REFUSED.has(codeOf(error))
      if (!isWorthwhile || tries === TRIES) throw translated
      await sleep(100 * 3 ** tries * (0.5 + Math.random()))
    }
  }
}

function isAway(error: unknown, code: string): boolean {
  if (REFUSED.has(code) || NETWORK.test(code) || CUT_SHORT.has(code)) return true
  if (
    ['SlowDown', 'InternalError', 'ServiceUnavailable', 'RequestTimeout', 'OperationAborted'].includes(code)
  ) {
    return true
  }
  // the client's words for every 5xx, which carry no code
  return error instanceof Error && /Retryable HTTP status|aborted|socket hang up/.test(error.message)
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}
