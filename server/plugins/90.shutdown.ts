import { setTimeout as sleep } from 'node:timers/promises'
import { closeColdStore } from '../adapters/cold-store/index.ts'
import { closeLiveCache } from '../adapters/live-cache/index.ts'
import { closeMailer } from '../adapters/mailer/index.ts'
import { closeObjectStore } from '../adapters/object-store/index.ts'
import { closeQueue } from '../adapters/queue/index.ts'
import { closeChanges } from '../changes.ts'
import { closeSql } from '../adapters/sql/index.ts'
import { closeDatabase } from '../database.ts'
import { changesAtRest } from '../engagement/make-change.ts'
import { closeEventStreams } from '../http/event-stream.ts'
import { logger } from '../logger.ts'
import { setReady } from '../readiness.ts'

/** Jobs get this long to end; with what follows the whole shutdown stays under ten seconds. */
const DRAIN_MS = 4000

/** What was answered already and is settled behind; where the database is away it is settled later by a worker. */
const SETTLE_MS = 1000

/** At the first signal: no new work. Nitro ends the connections and then calls `close`: everything else is closed. */
export default defineNitroPlugin((nitro) => {
  if (import.meta.prerender) return
  let drained: Promise<void> | undefined
  const drain = () => (drained ??= stopTakingWork())
  process.once('SIGTERM', () => void drain())
  process.once('SIGINT', () => void drain())
  // the channel to a parent that was killed closes; nobody would stop this process any more
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  nitro.hooks.hook('close', async () => {
    await drain()
    await Promise.race([changesAtRest(), sleep(SETTLE_MS)])
    await closeConnections()
  })
})

async function stopTakingWork(): Promise<void> {
  setReady(false)
  closeEventStreams()
  await closeQueue(DRAIN_MS).catch(report)
}

async function closeConnections(): Promise<void> {
  const closes = [
    closeObjectStore,
    closeColdStore,
    closeLiveCache,
    closeChanges,
    closeMailer,
    closeSql,
    closeDatabase,
  ]
  await Promise.all(closes.map((close) => close().catch(report)))
}

function report(error: unknown): void {
  logger.warn({ error }, 'shutdown')
}
