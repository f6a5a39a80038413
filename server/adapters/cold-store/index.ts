import { config } from '../../config.ts'
import { logger } from '../../logger.ts'
import { FilesystemStore } from '../object-store/filesystem.ts'
import { S3Store } from '../object-store/s3.ts'
import { CheckedColdStore } from './checked-cold-store.ts'
import { ObjectDriver } from './object-driver.ts'
import type { ColdDriver, ColdStore } from './port.ts'
import { RenterdDriver } from './renterd-driver.ts'
import { SkynetDriver } from './skynet-driver.ts'

let current: ColdStore | undefined

/** Where videos expire, by `COLD_STORE`: a folder below the data folder, a bucket, a renterd of one's own, or a portal. */
export function getColdStore(): ColdStore {
  return (current ??= new CheckedColdStore(openDriver()))
}

export async function closeColdStore(): Promise<void> {
  const closing = current
  current = undefined
  await closing?.close()
}

function openDriver(): ColdDriver {
  const { coldStore, paths } = config()
  switch (coldStore.kind) {
    case 's3':
      return new ObjectDriver('s3', swept(new S3Store(coldStore.s3)), 'cold/')
    case 'renterd':
      return new RenterdDriver(coldStore.renterd)
    case 'skynet':
      return new SkynetDriver(coldStore.skynet)
    case 'local':
      return new ObjectDriver('local', swept(new FilesystemStore(paths.cold)))
  }
}

/** What killed processes left half written there. */
function swept<Store extends { sweep(): Promise<void> }>(store: Store): Store {
  store
    .sweep()
    .catch((error: unknown) =>
      logger.debug({ error }, 'unfinished cold objects were not swept at this start'),
    )
  return store
}
