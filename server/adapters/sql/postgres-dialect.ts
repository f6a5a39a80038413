import { PostgresDialect, type DatabaseConnection, type Dialect } from 'kysely'
import pg from 'pg'
import { logger } from '../../logger.ts'
import { translateSqlError } from './sql-error.ts'

const CONNECT_MS = 5_000
const IDLE_IN_TRANSACTION_MS = 30_000
/** Over the server's own statement timeout, for a server that no longer answers at all. */
const GRACE_MS = 5_000

export interface PostgresOptions {
  maxConnections: number
  statementTimeoutMs: number
}

/**
 * Kysely over a PostgreSQL pool.
 * @param url as libpq takes it: `postgres://user:password@host:5432/clipway?sslmode=verify-full`; a unix socket is
 * `postgres://user@/clipway?host=/var/run/postgresql`
 */
export function postgresDialect(url: string, options: PostgresOptions): Dialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.maxConnections,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: options.statementTimeoutMs,
    query_timeout: options.statementTimeoutMs + GRACE_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    application_name: 'clipway',
    types: { getTypeParser },
  })
  // Without listeners a server that restarts would end this process, idle connections and busy ones alike. The query
  // in flight fails by itself, and the pool replaces the connection.
  pool.on('error', (error) => logger.warn({ error }, 'an idle PostgreSQL connection was lost'))
  pool.on('connect', (client) => client.on('error', () => undefined))
  return new PostgresDialect({
    pool: { connect: () => connect(pool), end: () => pool.end(), options: pool.options },
    onCreateConnection: async (connection) => nameErrors(connection),
  })
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect()
  } catch (error) {
    throw translateSqlError(error)
  }
}

function nameErrors(connection: DatabaseConnection): void {
  const execute = connection.executeQuery.bind(connection)
  connection.executeQuery = async (...input) => {
    try {
      return await execute(...input)
    } catch (error) {
      throw translateSqlError(error)
    }
  }
}

/** int8 (counts, times) and numeric (sums) come as numbers, as SQLite gives them; pg's own default is text. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC
    ? parseNumber
    : format === 'binary'
      ? pg.types.getTypeParser(oid, format)
      : pg.types.getTypeParser(oid, format)

function parseNumber(value: string): number {
  const parsed = Number(value)
  if (Number.isInteger(parsed) && !Number.isSafeInteger(parsed)) {
    throw new RangeError(`${value} is too large to be read exactly`)
  }
  return parsed
}
