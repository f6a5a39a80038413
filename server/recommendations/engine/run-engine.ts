import { hearsAllChanges } from '../../changes.ts'
import { logger } from '../../logger.ts'
import { hangBell, type Bell } from './engine-bell.ts'
import { EngineHost, TopicsChanged } from './engine-host.ts'
import type { EngineReaders } from './read-person.ts'

/** Between looks while something happens, and while nothing does or another process holds the engine. */
const BUSY_MS = 50
const IDLE_MS = 150
/** While nothing does where it would be heard of, which ends the pause. */
const HEARING_MS = 1_000
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
  const bell = hangBell()
  const ended = loop(host, bell, stopping.signal)
  return async () => {
    stopping.abort()
    bell.takeDown()
    await ended
    await host.stop()
  }
}

async function loop(host: EngineHost, bell: Bell, signal: AbortSignal): Promise<void> {
  let busyUntil = 0
  while (!signal.aborted) {
    bell.silence()
    const wait = await host.step().then(
      (isBusy) => {
        if (isBusy) busyUntil = Date.now() + CALM_AFTER_MS
        if (!isBusy && !host.hasMore && hearsAllChanges()) return HEARING_MS
        return Date.now() < busyUntil ? BUSY_MS : IDLE_MS
      },
      (error: unknown) => {
        if (error instanceof TopicsChanged) return 0
        logger.warn({ error }, 'the recommendations begin anew from their log')
        return FAILED_MS
      },
    )
    await bell.pause(wait, signal)
  }
}
