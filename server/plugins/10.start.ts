import { openChangeBus } from '../adapters/change-bus/index.ts'
import { connectChanges } from '../changes.ts'
import { config } from '../config.ts'
import { logger } from '../logger.ts'
import { prepareDatabases } from '../prepare-databases.ts'
import { callEngineOnChanges } from '../recommendations/engine/call-engine.ts'
import { setReady } from '../readiness.ts'

/** Databases first, then work. The pages of a web process are served meanwhile; /readyz says no until it is done. */
export default defineNitroPlugin((nitro) => {
  if (import.meta.prerender) return
  // before the connections are closed, which a later plugin does
  nitro.hooks.hook('close', () => stopWork())
  start().catch((error: unknown) => {
    logger.fatal({ error }, 'Clipway could not start')
    // so that the last log line is out
    setTimeout(() => process.exit(1), 100)
  })
})

let stopWork = async (): Promise<void> => {}

async function start(): Promise<void> {
  await prepareDatabases()
  const bus = openChangeBus()
  if (bus) connectChanges(bus)
  callEngineOnChanges()
  if (config().role !== 'web') await startWork()
  setReady(true)
  // for npm start, which waits for it
  process.send?.({ ready: true })
  logger.info('ready')
}

/** Loaded only where there is work: a web process has no use for the code of transcoding, libraries and archives. */
async function startWork(): Promise<void> {
  const { startWorker } = await import('../worker/run.ts')
  stopWork = await startWorker()
}
