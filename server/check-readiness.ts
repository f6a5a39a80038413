import { sql } from 'kysely'
import mongoose from 'mongoose'
import { DEPENDENCIES, type Dependency, type ReadinessView } from '#shared/operations'
import { getLiveCache } from './adapters/live-cache/index.ts'
import { getObjectStore } from './adapters/object-store/index.ts'
import { getSql } from './adapters/sql/index.ts'
import { logger } from './logger.ts'
import { isReady } from './readiness.ts'

/** A balancer asks every few seconds; what does not answer within this is of no use to a request either. */
const TIMEOUT_MS = 1_500

const CHECKS: Record<Dependency, () => Promise<unknown>> = {
  async start() {
    if (!isReady()) throw new Error('not started yet, or shutting down')
  },
  async database() {
    if (mongoose.connection.readyState !== mongoose.ConnectionStates.connected)
      throw new Error('not connected')
    await mongoose.connection.db?.admin().ping()
  },
  sql: () => sql`select 1`.execute(getSql()),
  cache: () => getLiveCache().ping(),
  objectStore: () => getObjectStore().stat('readiness'),
}

/** Asks everything at once. */
export async function checkReadiness(): Promise<ReadinessView> {
  const checks = await Promise.all(DEPENDENCIES.map(async (name) => [name, await isAnswering(name)] as const))
  const isOk = checks.every(([, state]) => state === 'ok')
  return {
    status: isOk ? 'ok' : 'unavailable',
    checks: Object.fromEntries(checks) as ReadinessView['checks'],
  }
}

async function isAnswering(name: Dependency): Promise<'ok' | 'failed'> {
  const patience = AbortSignal.timeout(TIMEOUT_MS)
  const late = new Promise<never>((_, reject) => {
    patience.addEventListener('abort', () => reject(new Error('no answer in time')), { once: true })
  })
  try {
    await Promise.race([CHECKS[name](), late])
    return 'ok'
  } catch (error) {
    logger.warn({ error, dependency: name }, 'not ready')
    return 'failed'
  }
}
