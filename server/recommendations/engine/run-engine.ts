import { setTimeout as pause } from 'node:timers/promises'
import { logger } from '../../logger.ts'
import { EngineHost, TopicsChanged } from './engine-host.ts'
import type { EngineReaders } from './read-person.ts'

/** Between looks while something happens, and while nothing does or another process holds the engine. */
const BUSY_MS = 50
const IDLE_MS = 150
/** So long after the last thing that happened. */
const CALM_AFTER_MS = 30_000
const FAILED_MS = 5_000

/**
 * Runs the engine in this process, or waits until its turn comes.
 * @returns ends it: what is under way is finished first
 */
export function runEngine(readers: EngineReaders): () => Promise<void> {
  const stopping = new AbortController()
  const host = new EngineHost(readers)
  const ended = loop(host, stopping.signal)
  return async () => {
    stopping.abort()
    await ended
    await host.stop()
  }
}

async function loop(host: EngineHost, signal: AbortSignal): Promise<void> {
  let busyUntil = 0
  while (!signal.aborted) {
    const wait = await host.step().then(
      (isBusy) => {
        if (isBusy) busyUntil = Date.now() + CALM_AFTER_MS
        return Date.now() < busyUntil ? BUSY_MS : IDLE_MS
      },
      (error: unknown) => {
        if (error instanceof TopicsChanged) return 0
        logger.warn({ error }, 'the recommendations begin anew from their log')
        return FAILED_MS
      },
    )
    await pause(wait, undefined, { signal, ref: false }).catch(() => undefined)
  }
}
