import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * The SQL database: one set of Kysely queries and migrations for SQLite and PostgreSQL.
 *
 * Portable columns, the only ones that tables may use:
 *
 * | meaning               | column type in a migration | in TypeScript                                   |
 * | --------------------- | -------------------------- | ----------------------------------------------- |
 * | id, text, enum, JSON  | `text`                     | `string` (bytes as base64url or hex text)       |
 * | time                  | `bigint`                   | `number`, milliseconds since 1970, UTC          |
 * | yes or no             | `integer`                  | `0 \| 1`; neither engine takes `true` here      |
 * | count, size           | `bigint`                   | `number` up to 2^53 - 1; beyond it reading throws |
 * | measure               | `double precision`         | `number`                                        |
 *
 * Portable queries: `returning` and `on conflict` work on both. `like` ignores ASCII case on SQLite only, so compare
 * a stored lower-case column instead. Sort order of text is by code point on SQLite and by locale on PostgreSQL, so
 * order by times and ids. A NUL character in text is refused by PostgreSQL alone; `text()` of the contract never lets
 * one through.
 *
 * Transactions: only the `trx` that is given belongs to it. A query on `getSql()` inside a transaction waits for that
 * very transaction on SQLite, and fails as Unavailable after ten seconds.
 */
export type Sql<Tables> = Kysely<Tables>

/**
 * By name, run in the order of the names, each once: `2026-11-21-accounts`. A name that has run is never changed or
 * taken away. All pending ones are one transaction on both engines.
 */
export type SqlMigrations = Record<string, Migration>
