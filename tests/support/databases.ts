import type { SqlMigrations } from '../../server/adapters/sql/port.ts'
import { closeSql, migrateSql } from '../../server/adapters/sql/index.ts'
import { closeDatabase, connectDatabase, ensureIndexes } from '../../server/database.ts'
import { startMongo, type MongoHost } from './mongo.ts'
import { makeTempDir } from './temp-dir.ts'

export interface TestDatabases {
  mongo: MongoHost
  dataDir: string
  /** The environment that a process of its own needs to work on the same databases. */
  env: Record<string, string>
  stop(): Promise<void>
}

/**
 * A MongoDB host and an SQL database of the test's own, and the settings for them in this process. Import models before
 * calling it: their indexes are made here. Call it before anything reads `config()`.
 */
export async function startDatabases(
  migrations: SqlMigrations,
  settings: Record<string, string> = {},
  /** Further options of the connection, as in a URI. */
  connection?: string,
): Promise<TestDatabases> {
  const folder = await makeTempDir('data')
  const mongo = await startMongo()
  const env = {
    MONGODB_URI: connection ? `${mongo.uri}&${connection}` : mongo.uri,
    CLIPWAY_DATA: folder.path,
    CLIPWAY_SECRET: 'test-secret-that-is-32-characters-long',
    NUXT_SESSION_PASSWORD: 'test-password-that-is-32-characters-long',
    LOG_LEVEL: 'error',
    ...settings,
  }
  Object.assign(process.env, env)
  await connectDatabase()
  await ensureIndexes()
  await migrateSql(migrations)
  return {
    mongo,
    dataDir: folder.path,
    env,
    async stop() {
      await closeDatabase()
      await closeSql()
      await mongo.stop()
      await folder.remove()
    },
  }
}
