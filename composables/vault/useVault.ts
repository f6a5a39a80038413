import type { StorageView } from '#shared/storage'
import { openPrivateTable } from '~/composables/private-table'
import { createLanes } from '~/composables/upload/lanes'
import { useSession } from '~/composables/useSession'
import { keepInWorker } from './keep-in-worker'
import { createVault, type Vault } from './vault'
import { listCopyFiles, readCopyFile, removeCopyFile } from './vault-files'
import { readVaultLimit, writeVaultLimit } from './vault-limit'
import { markVault } from './vault-marker'
import type { VaultRecord } from './vault-record'

let vault: Vault | undefined

/** The browser's one vault. Not on the server: there is none. */
export function openVault(): Vault {
  return (vault ??= createVault({
    records: openPrivateTable<VaultRecord>({
      database: 'clipway-vault',
      table: 'copies',
      keyPath: 'videoId',
    }),
    files: { list: listCopyFiles, read: readCopyFile, remove: removeCopyFile },
    keep: keepInWorker,
    lanes: createLanes(1),
    persist: async () => navigator.storage.persist?.().catch(() => false),
    mark: markVault,
    now: () => Date.now(),
  }))
}

/** Copies of the signed-in person's videos in this browser, within a limit that they see and set. In the browser only. */
export function useVault() {
  const { user } = useSession()
  const opened = openVault()
  const limitBytes = ref(readVaultLimit())
  const isSupported = typeof navigator.storage?.getDirectory === 'function' && typeof Worker !== 'undefined'
  onMounted(() => void opened.load())

  function setLimit(bytes: number): void {
    limitBytes.value = bytes
    writeVaultLimit(bytes)
  }

  /** Whether it fits into what is left. */
  function fits({ videoId, sizeBytes }: Pick<StorageView, 'videoId' | 'sizeBytes'>): boolean {
    const held = opened.find(videoId)?.sizeBytes ?? 0
    return opened.usedBytes.value - held + sizeBytes <= limitBytes.value
  }

  async function keep({ videoId, title, sizeBytes, sha256, copyURL }: StorageView): Promise<void> {
    if (!user.value || !sha256 || !copyURL) return
    await opened.keep({ videoId, userId: user.value.id, title, sizeBytes, sha256, url: copyURL })
  }

  return {
    isSupported,
    copies: computed(() => opened.copies.value.filter(({ userId }) => userId === user.value?.id)),
    usedBytes: opened.usedBytes,
    limitBytes: readonly(limitBytes),
    setLimit,
    fits,
    keep,
    remove: opened.remove,
  }
}
