import { InsufficientStorage, Unavailable } from '../../errors.ts'

/** SQLite's extended result codes (sqlite.org/rescode.html); the low byte is the primary code. */
const SQLITE = { full: 13, busy: 5, locked: 6, cantOpen: 14, ioError: 10, unique: 2067, primaryKey: 1555 }
const POSTGRES_UNIQUE = '23505'
/** PostgreSQL's classes for lost connections, exhausted resources, stopped servers and cancelled waits. */
const POSTGRES_AWAY = /^(08|53|57|55P03|25P03)/
const POSTGRES_DISK_FULL = '53100'
const NETWORK = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT)/
/** What pg says without a code when the server goes away or does not answer in time. */
const LOST_CONNECTION = /connection terminated|client has encountered a connection error|timeout/i

/** True for the loser of two inserts of one unique value, on either engine. */
export function isUniqueViolation(error: unknown): boolean {
  const code = sqliteCode(error)
  return code === SQLITE.unique || code === SQLITE.primaryKey || codeOf(error) === POSTGRES_UNIQUE
}

/** A full disk and an absent server get their names; everything else (a wrong query, a broken constraint) stays as it is. */
export function translateSqlError(error: unknown): unknown {
  if (isDiskFull(error)) {
    return new InsufficientStorage('The SQL database has no space left. Free some disk space.', {
      cause: error,
    })
  }
  if (isBusy(error) || isAway(error)) {
    return new Unavailable('The SQL database cannot be reached at the moment. Try again shortly.', {
      cause: error,
    })
  }
  return error
}

/** Another process holds SQLite's write lock. */
export function isBusy(error: unknown): boolean {
  const primary = (sqliteCode(error) ?? 0) & 0xff
  return primary === SQLITE.busy || primary === SQLITE.locked
}

function isDiskFull(error: unknown): boolean {
  return ((sqliteCode(error) ?? 0) & 0xff) === SQLITE.full || codeOf(error) === POSTGRES_DISK_FULL
}

function isAway(error: unknown): boolean {
  const sqlite = (sqliteCode(error) ?? 0) & 0xff
  if (sqlite === SQLITE.cantOpen || sqlite === SQLITE.ioError) return true
  const code = codeOf(error)
  if (code !== undefined) return POSTGRES_AWAY.test(code) || NETWORK.test(code)
  return error instanceof Error && LOST_CONNECTION.test(error.message)
}

function sqliteCode(error: unknown): number | undefined {
  const code = codeOf(error) === 'ERR_SQLITE_ERROR' && (error as { errcode?: unknown }).errcode
  return typeof code === 'number' ? code : undefined
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}
