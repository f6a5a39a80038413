import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely'
import { LRUCache } from 'lru-cache'
import { isBusy, translateSqlError } from './sql-error.ts'

/** SQLite itself waits this long for another process's write; it holds the event loop, so it is short. */
const BLOCKING_WAIT_MS = 50
/** Beyond that the wait goes on with the event loop free. */
const PATIENCE_MS = 10_000
const STATEMENTS_KEPT = 256

/** One SQLite connection. Statements are prepared once; every query runs to its end before the next starts. */
export class SqliteConnection implements DatabaseConnection {
  private readonly database: DatabaseSync
  private readonly statements = new LRUCache<string, StatementSync>({ max: STATEMENTS_KEPT })

  constructor(path: string) {
    this.database = openDatabase(path)
  }

  get isInTransaction(): boolean {
    return this.database.isTransaction
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const deadline = Date.now() + PATIENCE_MS
    for (;;) {
      try {
        return this.run<Row>(query)
      } catch (error) {
        // Once a write transaction has begun it holds the lock, so this repeats a begin or a single statement.
        if (!isBusy(error) || Date.now() > deadline) throw translateSqlError(error)
        await sleep(5 + Math.random() * 20)
      }
    }
  }

  async *streamQuery<Row>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
    // its own statement: a cached one could be started again by another query on this connection
    const rows = this.database.prepare(query.sql).iterate(...bindable(query))
    let chunk: Row[] = []
    for (const row of rows) {
      chunk.push(row as Row)
      if (chunk.length < chunkSize) continue
      yield { rows: chunk }
      chunk = []
    }
    if (chunk.length > 0) yield { rows: chunk }
  }

  close(): void {
    this.statements.clear()
    this.database.close()
  }

  private run<Row>(query: CompiledQuery): QueryResult<Row> {
    const statement = this.prepare(query.sql)
    const values = bindable(query)
    if (statement.columns().length > 0) return { rows: statement.all(...values) as Row[] }
    const { changes } = statement.run(...values)
    return { rows: [], numAffectedRows: BigInt(changes) }
  }

  private prepare(sql: string): StatementSync {
    const known = this.statements.get(sql)
    if (known) return known
    const statement = this.database.prepare(sql)
    this.statements.set(sql, statement)
    return statement
  }
}

function bindable(query: CompiledQuery): SQLInputValue[] {
  return query.parameters as SQLInputValue[]
}

/** Only the owner may read it: credentials live here. SQLite gives its -wal and -shm files the same mode. */
function openDatabase(path: string): DatabaseSync {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    closeSync(openSync(path, 'a', 0o600))
    const database = new DatabaseSync(path, { timeout: BLOCKING_WAIT_MS, enableForeignKeyConstraints: true })
    // FULL: in WAL mode NORMAL may lose the last commits when the power goes
    database.exec('pragma synchronous = full')
    useWriteAheadLog(database)
    return database
  } catch (error) {
    throw translateSqlError(error)
  }
}

/** The switch needs the file for itself for a moment; a neighbour that starts at the same time makes it wait. */
function useWriteAheadLog(database: DatabaseSync): void {
  database.exec(`pragma busy_timeout = ${PATIENCE_MS}`)
  database.exec('pragma journal_mode = wal')
  database.exec(`pragma busy_timeout = ${BLOCKING_WAIT_MS}`)
}
