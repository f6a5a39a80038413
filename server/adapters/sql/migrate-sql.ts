import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { SqlMigrations } from './port.ts'

/**
 * Runs what has not run yet, in one transaction under a lock: a second process that starts meanwhile waits, and finds
 * nothing left to do. A migration that fails takes the others of this start back with it.
 * @throws what the failing migration threw
 */
export async function runMigrations<Tables>(db: Kysely<Tables>, migrations: SqlMigrations): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    // domains number their own: a later release may add a name that sorts before one that ran
    allowUnorderedMigrations: true,
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
