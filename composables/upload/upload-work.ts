import type { Payload } from './compress-in-worker'
import { createDraftSaver, type DraftSaver } from './draft-saver'
import type { UploadApi } from './upload-api'
import type { UnfinishedStore } from './unfinished-store'
import type { Sending, SendOptions } from './send-file'
import type { UploadChange, UploadDraft, UploadItem } from './upload-item'
import type { Lanes } from './lanes'

/** Everything the queue needs from outside; tests give their own. */
export interface QueueTools {
  api: UploadApi
  store: UnfinishedStore
  lanes: Lanes
  compress(
    file: File,
    privateName: string,
    options: { signal: AbortSignal; onProgress(share: number): void },
  ): Promise<Payload>
  send(file: File, options: SendOptions): Sending
  terminate(uploadId: string): Promise<void>
  openPrivateFile(name: string): Promise<File | null>
  removePrivateFile(name: string): Promise<void>
  /** Milliseconds, only forward. */
  now(): number
  random(): number
  /** Fires `online` when the network is back. */
  network?: EventTarget
}

/** What stands behind an item and is not plain data. */
export interface UploadWork {
  item: UploadItem
  /** What the person chose; null after a reload until it is there again. */
  file: File | null
  handle?: FileSystemFileHandle
  payload: Payload | null
  isAdmitted: boolean
  /** The server has ended this upload: trying again means starting again. */
  isOver: boolean
  /** Of the file it was begun with, where that is known. */
  lastModified?: number
  /** Of the file before compression, where it was compressed. */
  originalSizeBytes: number | null
  /** Typed, and not yet kept by the server. */
  unsavedDraft: Partial<UploadDraft>
  /** Ends the current run: a pause, a cancel. */
  run: AbortController
  drafts: DraftSaver
  change(change: UploadChange): void
}

export function createWork(tools: QueueTools, item: UploadItem, file: File | null): UploadWork {
  const work: UploadWork = {
    item,
    file,
    payload: null,
    isAdmitted: false,
    isOver: false,
    lastModified: file?.lastModified,
    originalSizeBytes: null,
    unsavedDraft: {},
    run: new AbortController(),
    change: (change) => void Object.assign(item, change),
    drafts: createDraftSaver({
      save: (uploadId, change) => tools.api.saveDetails(uploadId, change),
      onState: (draftState) => work.change({ draftState }),
      onUnsaved: (change) => {
        work.unsavedDraft = change
        void remember(tools, work)
      },
    }),
  }
  return work
}

/** Writes down what a reload needs to go on; nothing once every byte has arrived and every word is kept. */
export async function remember(tools: QueueTools, work: UploadWork): Promise<void> {
  const { item, lastModified, handle, unsavedDraft } = work
  if (!item.uploadId || lastModified === undefined) return
  const isUnsaved = Object.keys(unsavedDraft).length > 0
  if (!isSending(item) && !isUnsaved) return tools.store.remove(item.uploadId)
  const encoding = work.payload?.encoding
  await tools.store.put({
    uploadId: item.uploadId,
    filename: item.filename,
    lastModified,
    ...(handle ? { handle } : {}),
    ...(encoding ? { encoding } : {}),
    // reactive wrappers cannot be stored; these are copies of plain values
    ...(isUnsaved ? { unsavedDraft: { ...unsavedDraft } } : {}),
  })
}

const SENDING_PHASES = new Set<UploadItem['phase']>([
  'checking',
  'compressing',
  'waiting',
  'sending',
  'offline',
  'paused',
  'needs_file',
])

/** Whether bytes are still to be sent. */
export function isSending(item: UploadItem): boolean {
  return SENDING_PHASES.has(item.phase)
}
