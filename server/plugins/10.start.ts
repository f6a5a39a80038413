import { config } from '../config.ts'
import { logger } from '../logger.ts'
import { prepareDatabases } from '../prepare-databases.ts'
import { setReady } from '../readiness.ts'
import { startWorker } from '../worker/run.ts'

/** Databases first, then work. The pages of a web process are served meanwhile; /readyz says no until it is done. */
export default defineNitroPlugin(() => {
  if (import.meta.prerender) return
  start().catch((error: unknown) => {
    logger.fatal({ error }, 'Clipway could not start')
    // so that the last log line is out
    setTimeout(() => process.exit(1), 100)
  })
})

async function start(): Promise<void> {
  await prepareDatabases()
  if (config().role !== 'web') await startWorker()
  setReady(true)
  // for npm start, which waits for it
  process.send?.({ ready: true })
  logger.info('ready')
}
