import { totalmem } from 'node:os'
import type { RunCommand } from './engine-client.ts'

const MB = 2 ** 20
/** What the engine takes by itself, however large the machine and the data are. */
const LEAST_MB = 256
/** The web process, the worker with its ffmpeg and the system's own cache of files want their part. */
const MOST_MB = 1024
const SHARE_OF_MEMORY = 1 / 8

/**
 * Lets the engine keep as much of its data in memory as this machine can spare. It grows to that only with what is read;
 * what finds no room there is read from the system's cache of files and unpacked, which costs processor time alone.
 */
export async function setPageCache(run: RunCommand): Promise<void> {
  const size = pageCacheMb(memoryBytes())
  await run('admin', { setParameter: 1, wiredTigerEngineRuntimeConfig: `cache_size=${size}MB` })
}

/** Megabytes. */
export function pageCacheMb(memory: number): number {
  return Math.floor(Math.min(MOST_MB, Math.max(LEAST_MB, (memory / MB) * SHARE_OF_MEMORY)))
}

/** Of the machine, or of the container where that is less. */
function memoryBytes(): number {
  const limit = process.constrainedMemory()
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}
