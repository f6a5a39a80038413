import { config } from '../../config.ts'
import { logger } from '../../logger.ts'
import { FilesystemStore } from './filesystem.ts'
import type { ObjectStore } from './port.ts'

let current: ObjectStore | undefined

/** Where media objects are kept: a folder below the data folder. */
export function getObjectStore(): ObjectStore {
  return (current ??= openFilesystem(config().paths.objects))
}

export async function closeObjectStore(): Promise<void> {
  const closing = current
  current = undefined
  await closing?.close()
}

function openFilesystem(root: string): FilesystemStore {
  const store = new FilesystemStore(root)
  store.sweep().catch((error: unknown) => logger.warn({ error }, 'half-written objects could not be removed'))
  return store
}
