import { resolve } from 'node:path'
import { socketPath, socketUri } from '../embedded/socket-path.ts'
import { accountMigrations } from '../server/accounts/migrations.ts'
import { migrateSql } from '../server/adapters/sql/index.ts'
import { auditMigrations } from '../server/audit/tables.ts'
import { connectDatabase } from '../server/database.ts'
import { AppError, Unavailable } from '../server/errors.ts'

/**
 * Connects a command to the databases of the running installation: `MONGODB_URI`, or the embedded host of the data
 * folder, which only `npm start` starts. Call it before anything reads `config()`.
 * @throws Unavailable that says how to start
 */
export async function connectRunning(): Promise<void> {
  const dataDir = resolve(process.env.CLIPWAY_DATA ?? '.data')
  const isEmbedded = !process.env.MONGODB_URI
  process.env.MONGODB_URI ||= socketUri(socketPath(dataDir))
  try {
    await connectDatabase()
  } catch (error) {
    if (!isEmbedded || !(error instanceof AppError)) throw error
    throw new Unavailable(
      `Clipway is not running on ${dataDir}. Start it with "npm start" in another terminal, then run this again.`,
      { cause: error },
    )
  }
  await migrateSql({ ...accountMigrations, ...auditMigrations })
}
