import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, type Dialect } from 'kysely'
import { SqliteDriver } from './sqlite-driver.ts'

/** Kysely over Node's own SQLite: no package to compile. */
export function sqliteDialect(path: string): Dialect {
  return {
    createDriver: () => new SqliteDriver(path),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new TransactionalSqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
}

class TransactionalSqliteAdapter extends SqliteAdapter {
  /** SqliteDriver has a lock of its own, which gives up in the end. */
  override get supportsMultipleConnections(): boolean {
    return true
  }

  /** SQLite rolls back tables too, so the migrations of one start are all or nothing, under one write lock. */
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}
