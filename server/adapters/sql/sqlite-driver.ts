import { CompiledQuery, type Driver, type TransactionSettings } from 'kysely'
import { ExclusiveLock } from './exclusive-lock.ts'
import { SqliteConnection } from './sqlite-connection.ts'

const LOCK_PATIENCE_MS = 10_000

/**
 * One connection, held by one query or one transaction at a time, so that a transaction's awaits never mix with
 * another caller's statements.
 */
export class SqliteDriver implements Driver {
  private readonly path: string
  private readonly lock = new ExclusiveLock(LOCK_PATIENCE_MS)
  private connection: SqliteConnection | undefined

  constructor(path: string) {
    this.path = path
  }

  async init(): Promise<void> {
    this.connection = new SqliteConnection(this.path)
  }

  async acquireConnection(): Promise<SqliteConnection> {
    await this.lock.acquire()
    return this.connection!
  }

  async releaseConnection(): Promise<void> {
    this.lock.release()
  }

  async beginTransaction(connection: SqliteConnection, settings: TransactionSettings): Promise<void> {
    // `immediate` takes the write lock at once: a read that turns into a write later may fail as busy at any point
    const begin = settings.accessMode === 'read only' ? 'begin deferred' : 'begin immediate'
    await connection.executeQuery(CompiledQuery.raw(begin))
  }

  async commitTransaction(connection: SqliteConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(connection: SqliteConnection): Promise<void> {
    // after a full disk SQLite has rolled back by itself
    if (connection.isInTransaction) await connection.executeQuery(CompiledQuery.raw('rollback'))
  }

  async savepoint(connection: SqliteConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`savepoint ${quoted(name)}`))
  }

  async rollbackToSavepoint(connection: SqliteConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`rollback to ${quoted(name)}`))
  }

  async releaseSavepoint(connection: SqliteConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`release ${quoted(name)}`))
  }

  async destroy(): Promise<void> {
    this.connection?.close()
    this.connection = undefined
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
