import { config } from '../config.ts'
import { KEEP_LIVE_SECONDS, keepLive } from '../feed/keep-live.ts'
import { logger } from '../logger.ts'
import { isReady } from '../readiness.ts'

/** What is hot is kept where it is served: without Redis the cache is this process's own. */
export default defineNitroPlugin((nitro) => {
  if (import.meta.prerender || config().role === 'worker') return
  let isRunning = false
  const keep = async () => {
    if (isRunning || !isReady()) return
    isRunning = true
    await keepLive().catch((error: unknown) => logger.warn({ error }, 'the LIVE tier is not kept'))
    isRunning = false
  }
  const timer = setInterval(() => void keep(), KEEP_LIVE_SECONDS * 1000)
  timer.unref()
  nitro.hooks.hook('close', () => clearInterval(timer))
})
