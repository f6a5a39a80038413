import { existsSync } from 'node:fs'

const MEMORY_DISK = '/dev/shm'

/**
 * Databases and stores of this run, and of what it starts, lie in memory where the system has a disk there: to a process
 * that is killed it is a disk like any other, without the waiting for it.
 */
export function useMemoryDisk(): void {
  if (existsSync(MEMORY_DISK)) process.env.TMPDIR = MEMORY_DISK
}
