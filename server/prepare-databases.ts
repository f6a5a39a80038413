import { accountMigrations } from './accounts/migrations.ts'
import { rejectLostWrites } from './adapters/mongodb/reject-lost-writes.ts'
import { migrateSql } from './adapters/sql/index.ts'
import { auditMigrations } from './audit/tables.ts'
import { connectDatabase, ensureIndexes } from './database.ts'
import { logger } from './logger.ts'
import './all-models.ts'

const PATIENCE_MS = 60_000
const PAUSE_MS = 500

/**
 * Connects, and brings indexes and tables up to date. A database that starts together with this process, or is being
 * restarted, is waited for.
 * @throws what the last try threw, after a minute
 */
export async function prepareDatabases(): Promise<void> {
  rejectLostWrites()
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      return await prepareOnce()
    } catch (error) {
      if (Date.now() > deadline) throw error
      logger.warn({ error }, 'the databases are not ready, trying again')
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }
}

async function prepareOnce(): Promise<void> {
  await connectDatabase()
  await Promise.all([ensureIndexes(), migrateSql({ ...accountMigrations, ...auditMigrations })])
}
