import { Kysely } from 'kysely'
import { config, type Config } from '../../config.ts'
import { runMigrations } from './migrate-sql.ts'
import type { Sql, SqlMigrations } from './port.ts'
import { postgresDialect } from './postgres-dialect.ts'
import { sqliteDialect } from './sqlite-dialect.ts'

const QUERY = { maxConnections: 10, statementTimeoutMs: 15_000 }
/** A migration may rewrite a large table, or wait for another process that does. */
const MIGRATION = { maxConnections: 2, statementTimeoutMs: 30 * 60_000 }

/** The part of the configuration that chooses the engine. */
export type SqlConfig = { databaseUrl?: Config['databaseUrl']; paths: Pick<Config['paths'], 'sqlite'> }

let current: Kysely<unknown> | undefined

/**
 * The process's SQL database: PostgreSQL where `DATABASE_URL` is set, else SQLite in the data folder. Which tables there
 * are is known to whoever owns them: `getSql<AccountTables>()`.
 */
export function getSql<Tables>(): Sql<Tables> {
  return (current ??= createSql<unknown>(config())) as Sql<Tables>
}

/** A connection of one's own, to be destroyed by the caller. */
export function createSql<Tables>(settings: SqlConfig, limits = QUERY): Sql<Tables> {
  return new Kysely<Tables>({ dialect: dialectFor(settings, limits) })
}

/**
 * Brings the tables up to date; give the migrations of every domain at once. Safe in several processes at the same time.
 * Uses a connection of its own, so that a long migration is not cut by the limits for queries.
 */
export async function migrateSql(migrations: SqlMigrations, settings: SqlConfig = config()): Promise<void> {
  const db = createSql<unknown>(settings, MIGRATION)
  try {
    await runMigrations(db, migrations)
  } finally {
    await db.destroy()
  }
}

export async function closeSql(): Promise<void> {
  const closing = current
  current = undefined
  await closing?.destroy()
}

function dialectFor(settings: SqlConfig, limits: typeof QUERY) {
  return settings.databaseUrl
    ? postgresDialect(settings.databaseUrl, limits)
    : sqliteDialect(settings.paths.sqlite)
}
