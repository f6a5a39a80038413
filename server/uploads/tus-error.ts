import { AppError, Conflict, Gone, InvalidInput, NotFound, TooLarge, Unavailable } from '../errors.ts'

/** What tus throws: plain objects with a status and a line of text. */
interface TusFailure {
  status_code: number
  body: string
}

/** Gives tus's failures our names, so that one table decides what a caller sees; others come back as they are. */
export function toAppError(error: unknown): unknown {
  if (error instanceof AppError || !isTusFailure(error)) return error
  const message = error.body.trim()
  switch (error.status_code) {
    case 404:
      return new NotFound('There is no such upload.')
    case 409:
      return new Conflict('The upload stands at another offset. Ask for it with HEAD and go on from there.')
    case 410:
      return new Gone('This upload is no longer kept. Start it again.')
    case 413:
      return new TooLarge('This is more than the upload was said to have.')
    default:
      return error.status_code < 500
        ? new InvalidInput(message)
        : new Unavailable('The file could not be received. Try again.', { cause: error })
  }
}

function isTusFailure(error: unknown): error is TusFailure {
  return typeof error === 'object' && error !== null && 'status_code' in error && 'body' in error
}
