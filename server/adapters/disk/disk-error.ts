import { AppError, Conflict, InsufficientStorage, Unavailable } from '../../errors.ts'

const FULL = new Set(['ENOSPC', 'EDQUOT'])
const AWAY = new Set(['EIO', 'EROFS', 'EACCES', 'EPERM', 'ESTALE', 'ENOTCONN', 'ENODEV', 'EMFILE', 'ENFILE'])
const IN_THE_WAY = new Set(['ENOTDIR', 'EISDIR', 'EEXIST', 'ENOTEMPTY'])

/** Gives a failed system call on a file its name; anything else stays as it is. */
export function translateDiskError(error: unknown): unknown {
  if (error instanceof AppError) return error
  const code = fileErrorCode(error) ?? ''
  if (FULL.has(code)) {
    return new InsufficientStorage('There is no space left to store this. Free some space, then try again.', {
      cause: error,
    })
  }
  if (AWAY.has(code)) {
    return new Unavailable('The disk cannot be used at the moment. Try again shortly.', {
      cause: error,
    })
  }
  if (IN_THE_WAY.has(code))
    return new Conflict('Something else is in the way of this name.', { cause: error })
  return error
}

/** ENOTDIR: a part of the path is a file, so nothing can be below it. */
export function isMissing(error: unknown): boolean {
  const code = fileErrorCode(error)
  return code === 'ENOENT' || code === 'ENOTDIR'
}

export function fileErrorCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}
