import { config } from '../../config.ts'
import { logger } from '../../logger.ts'
import { FilesystemStore } from './filesystem.ts'
import type { ObjectStore } from './port.ts'
import { S3Store } from './s3.ts'

let current: ObjectStore | undefined

/**
 * Where media objects are kept: the bucket `S3_BUCKET` where `S3_ENDPOINT` is set, else a folder below the data folder.
 * Several processes may use either at once.
 */
export function getObjectStore(): ObjectStore {
  return (current ??= openStore())
}

export async function closeObjectStore(): Promise<void> {
  const closing = current
  current = undefined
  await closing?.close()
}

function openStore(): ObjectStore {
  const { s3, paths } = config()
  const store = s3 ? new S3Store(s3) : new FilesystemStore(paths.objects)
  store
    .sweep()
    .catch((error: unknown) => logger.debug({ error }, 'unfinished objects were not swept at this start'))
  return store
}
