import type { JobName } from '../jobs/catalog.ts'

/**
 * How many jobs of a name one process runs at once. What people wait for (finish, first rendition) always has room
 * beside the long encodes; these leave one core to it.
 */
export function jobConcurrency(name: JobName, workerConcurrency: number): number {
  switch (name) {
    case 'finish-upload':
      return Math.max(4, workerConcurrency)
    case 'publish-first':
      return workerConcurrency
    case 'encode-ladder':
      return Math.max(1, workerConcurrency - 1)
    default:
      return 1
  }
}
