import type { RunCommand } from './engine-client.ts'
import { sweepExpiredDocuments } from './sweep-expired-documents.ts'

const EVERY_MS = 60_000

export interface Housekeeping {
  /** Stops, once what runs is done. */
  stop(): Promise<void>
}

/**
 * Does each minute what the engine has no thread for: a checkpoint (without one the journal grows for ever, and a
 * start after a kill replays all of it: 9 s after 200,000 documents) and the TTL sweep.
 */
export function keepHouse(run: RunCommand, report: (problem: unknown) => void): Housekeeping {
  let current = Promise.resolve()
  const timer = setInterval(() => {
    current = current
      .then(() => checkpoint(run).then(() => sweepExpiredDocuments(run, new Date())))
      .then(noResult, report)
  }, EVERY_MS)
  return {
    stop: () => {
      clearInterval(timer)
      return current
    },
  }
}

/** Writes everything to the data files, so that the next start has no journal to replay. */
export async function checkpoint(run: RunCommand): Promise<void> {
  await run('admin', { fsync: 1 })
}

function noResult(): void {}
