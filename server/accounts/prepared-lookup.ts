import type { Compilable, CompiledQuery, Kysely } from 'kysely'
import { accountsSql, type AccountTables } from './tables.ts'

/**
 * A query with one parameter that runs at every request. It is put together once: doing so each time costs as much
 * again as SQLite takes to answer. Gives the first row.
 */
export function preparedLookup<Row>(
  build: (db: Kysely<AccountTables>, parameter: string) => Compilable<Row>,
) {
  const compiled = new WeakMap<Kysely<AccountTables>, CompiledQuery<Row>>()
  return async function lookUp(parameter: string): Promise<Row | undefined> {
    const db = accountsSql()
    const query = compiled.get(db) ?? build(db, parameter).compile()
    compiled.set(db, query)
    const { rows } = await db.executeQuery<Row>({ ...query, parameters: [parameter] })
    return rows[0]
  }
}
