import { compressInWorker } from '~/composables/upload/compress-in-worker'
import { createLanes } from '~/composables/upload/lanes'
import { openPrivateFile, removePrivateFile } from '~/composables/upload/private-files'
import { sendFile, terminateUpload } from '~/composables/upload/send-file'
import { openUnfinishedStore } from '~/composables/upload/unfinished-store'
import { createUploadApi } from '~/composables/upload/upload-api'
import { createUploadQueue, type UploadQueue } from '~/composables/upload/upload-queue'
import { useApi } from '~/composables/useApi'

const LANES = 2

let queue: UploadQueue | undefined

/**
 * The person's uploads. There is one queue a browser tab, which goes on while pages come and go; on the server it is
 * always empty. `load()` adds what is unfinished from before a reload.
 */
export function useUpload(): UploadQueue {
  if (import.meta.server) return openQueue()
  if (!queue) {
    const opened = openQueue()
    // the last words typed go out with the page
    window.addEventListener('pagehide', () => void opened.flushDrafts())
    queue = opened
  }
  return queue
}

function openQueue(): UploadQueue {
  return createUploadQueue({
    api: createUploadApi(useApi()),
    store: openUnfinishedStore(),
    lanes: createLanes(LANES),
    compress: compressInWorker,
    send: sendFile,
    terminate: terminateUpload,
    openPrivateFile,
    removePrivateFile,
    now: () => performance.now(),
    random: () => Math.random(),
    network: import.meta.client ? window : undefined,
  })
}
