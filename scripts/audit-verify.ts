// npm run audit:verify [-- --head <seq>:<hash>]: reads the whole action log and says whether it is what was written.
// Exits 1 and names the first entry that is not.
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { socketPath, socketUri } from '../embedded/socket-path.ts'
import type { ChainHead } from '../server/audit/action-chain.ts'
import { serverEnv } from './start/server-env.mjs'
import { readSettings } from './start/settings.mjs'

const settings = readSettings(fileURLToPath(new URL('..', import.meta.url)))
const mongodbUri = settings.env.MONGODB_URI ?? socketUri(socketPath(settings.dataDir))
Object.assign(process.env, serverEnv(settings, mongodbUri))

// after the settings, which the server's code reads from the environment
const { closeSql } = await import('../server/adapters/sql/index.ts')
const { closeDatabase, connectDatabase } = await import('../server/database.ts')
const { verifyAuditLog } = await import('../server/audit/verify-audit-log.ts')

try {
  await connectDatabase()
  const verdict = await verifyAuditLog(readWitness())
  if (verdict.isIntact) {
    console.log(`The action log is intact: ${verdict.head.seq} entries.`)
    console.log(`Its head is ${verdict.head.seq}:${verdict.head.hash}`)
    console.log('Note it somewhere else, and give it with --head next time: then not even whoever can write')
    console.log('to both databases can take entries back unseen.')
  } else {
    console.error(
      `The action log is not what was written. First bad entry: ${verdict.seq} (${verdict.problem}).`,
    )
    process.exitCode = 1
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.error('Is Clipway running? The log is read through its database.')
  process.exitCode = 2
} finally {
  await closeDatabase()
  await closeSql()
}

function readWitness(): ChainHead | undefined {
  const { head } = parseArgs({ options: { head: { type: 'string' } } }).values
  if (head === undefined) return undefined
  const match = /^(\d+):([0-9a-f]{64})$/.exec(head)
  if (!match) throw new TypeError('--head is <seq>:<hash>, as an earlier run printed it.')
  return { seq: Number(match[1]), hash: match[2]! }
}
