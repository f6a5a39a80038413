import type { UploadView } from '#shared/uploads'
import { computed, reactive, ref, type ComputedRef, type Ref } from 'vue'
import { carryUpload, Refused } from './carry-upload'
import { followUpload } from './follow-upload'
import { restoreUpload } from './restore-upload'
import { SendError } from './send-file'
import type { UnfinishedUpload } from './unfinished-store'
import type { UploadDraft, UploadItem } from './upload-item'
import { createWork, isSending, remember, type QueueTools, type UploadWork } from './upload-work'

/** What a page sees of the uploads: plain reactive data, and what a person can do. */
export interface UploadQueue {
  /** Newest first. */
  items: Readonly<Ref<readonly UploadItem[]>>
  /** Bytes are travelling or about to: leaving the page would stop them. */
  isSending: ComputedRef<boolean>
  /** Adds what is unfinished on the server; once, however often it is called. */
  load(): Promise<void>
  add(files: Iterable<File>, handles?: Map<File, FileSystemFileHandle>): void
  /** Gives an upload from before a reload its file again. */
  chooseFile(key: string, file: File): Promise<{ ok: true } | { ok: false; message: string }>
  pause(key: string): void
  resume(key: string): void
  retry(key: string): void
  /** Ends it here and on the server. */
  cancel(key: string): Promise<void>
  /** Takes an ended one off the list. */
  dismiss(key: string): void
  saveDraft(key: string, change: Partial<UploadDraft>): void
  /** Saves every word at once: the page is going away. */
  flushDrafts(): Promise<void>
}

export function createUploadQueue(tools: QueueTools): UploadQueue {
  const items = ref<UploadItem[]>([])
  const works = new Map<string, UploadWork>()
  let loading: Promise<void> | undefined

  function enlist(work: UploadWork, where: 'first' | 'last'): void {
    works.set(work.item.key, work)
    items.value = where === 'first' ? [work.item, ...items.value] : [...items.value, work.item]
  }

  function strike(key: string): void {
    works.get(key)?.drafts.stop()
    works.delete(key)
    items.value = items.value.filter((item) => item.key !== key)
  }

  function start(work: UploadWork): void {
    work.run = new AbortController()
    const { signal } = work.run
    bringAcross(work).catch((error: unknown) => {
      // a pause or a cancel has already said how it stands
      if (!signal.aborted) work.change(endOf(work, error))
    })
  }

  async function bringAcross(work: UploadWork): Promise<void> {
    if (isSending(work.item)) {
      const file = work.payload?.file ?? (await fileOf(work))
      if (!file) return work.change({ phase: 'needs_file' })
      await carryUpload(tools, work, file)
      work.change({ phase: 'finishing' })
      await tidyUp(work)
    }
    await followUpload(tools, work)
  }

  async function tidyUp(work: UploadWork): Promise<void> {
    await work.drafts.flush()
    if (work.item.uploadId) await tools.store.remove(work.item.uploadId)
    if (work.payload?.encoding) await tools.removePrivateFile(work.payload.encoding.privateName)
    work.payload = null
  }

  async function loadOnce(): Promise<void> {
    const [views, kept] = await Promise.all([tools.api.list(), tools.store.all()])
    const known = new Set([...works.values()].map((work) => work.item.uploadId))
    for (const view of views) {
      if (known.has(view.id)) continue
      const record = kept.find((entry) => entry.uploadId === view.id)
      const work = await restoreUpload(tools, view, record, (item) => reactive(item))
      if (!work) continue
      enlist(work, 'last')
      if (work.item.phase === 'finishing') start(work)
    }
    await forgetEnded(views, kept)
  }

  async function forgetEnded(views: UploadView[], kept: UnfinishedUpload[]): Promise<void> {
    const open = new Set(views.filter((view) => view.state === 'receiving').map((view) => view.id))
    for (const { uploadId, encoding } of kept) {
      if (open.has(uploadId)) continue
      await tools.store.remove(uploadId)
      if (encoding) await tools.removePrivateFile(encoding.privateName)
    }
  }

  function beginAnew(work: UploadWork): void {
    const { uploadId } = work.item
    // left there it would only expire, so whether this succeeds does not matter
    if (uploadId) tools.terminate(uploadId).catch(() => {})
    work.change({ uploadId: null, videoId: null, sentBytes: 0, progress: 0 })
    work.isAdmitted = false
    work.isOver = false
    work.originalSizeBytes = null
    work.payload = null
  }

  const act = (key: string, action: (work: UploadWork) => void) => {
    const work = works.get(key)
    if (work) action(work)
  }

  return {
    items,
    isSending: computed(() => items.value.some((item) => isSending(item) && !RESTING.has(item.phase))),
    load() {
      loading ??= loadOnce().catch((error: unknown) => {
        loading = undefined
        throw error
      })
      return loading
    },
    add(files, handles) {
      for (const file of files) {
        const work = createWork(tools, reactive(newItem(file)), file)
        work.handle = handles?.get(file)
        enlist(work, 'first')
        start(work)
      }
    },
    async chooseFile(key, file) {
      const work = works.get(key)
      if (!work) return { ok: false, message: 'This upload is not on the list any more.' }
      const message = mismatch(work, file)
      if (message) return { ok: false, message }
      work.file = file
      work.lastModified = file.lastModified
      // its compressed form is gone with the browser's storage, and another browser's gzip would not fit on to it
      if (work.originalSizeBytes !== null) beginAnew(work)
      await remember(tools, work)
      work.change({ phase: 'waiting' })
      start(work)
      return { ok: true }
    },
    pause: (key) =>
      act(key, (work) => {
        work.run.abort(new Error('paused'))
        work.change({
          phase: 'paused',
          bytesPerSecond: 0,
          secondsLeft: null,
          compressedShare: null,
          message: undefined,
        })
      }),
    resume: (key) => act(key, start),
    retry: (key) =>
      act(key, (work) => {
        if (work.isOver) beginAnew(work)
        work.change({ phase: 'waiting' })
        start(work)
      }),
    async cancel(key) {
      const work = works.get(key)
      if (!work) return
      work.run.abort(new Error('cancelled'))
      strike(key)
      if (work.payload?.encoding) await tools.removePrivateFile(work.payload.encoding.privateName)
      if (!work.item.uploadId) return
      await tools.store.remove(work.item.uploadId)
      await tools.terminate(work.item.uploadId)
    },
    dismiss: (key) =>
      act(key, (work) => {
        work.run.abort(new Error('dismissed'))
        strike(key)
        const { uploadId, phase } = work.item
        // an ended upload would come back with the next load; a failure to remove it means just that
        if (uploadId && (phase === 'failed' || phase === 'expired')) tools.terminate(uploadId).catch(() => {})
      }),
    saveDraft: (key, change) =>
      act(key, (work) => {
        Object.assign(work.item.draft, change)
        work.drafts.change(change)
      }),
    async flushDrafts() {
      await Promise.all([...works.values()].map((work) => work.drafts.flush()))
    },
  }
}

const RESTING = new Set<UploadItem['phase']>(['paused', 'needs_file'])
let added = 0

function newItem(file: File): UploadItem {
  return {
    key: `${Date.now().toString(36)}-${(added++).toString(36)}`,
    uploadId: null,
    filename: file.name,
    sizeBytes: file.size,
    phase: 'checking',
    sentBytes: 0,
    bytesPerSecond: 0,
    secondsLeft: null,
    compressedShare: null,
    progress: 0,
    videoId: null,
    canRetry: false,
    draft: { title: titleFrom(file.name), description: '', topic: null, visibility: 'public' },
    draftState: 'saved',
  }
}

/** The file as chosen, or as its handle gives it (the browser may ask the person). */
async function fileOf(work: UploadWork): Promise<File | null> {
  if (work.file) return work.file
  const file = await readHandle(work.handle)
  if (!file || mismatch(work, file)) return null
  work.file = file
  return file
}

// not yet in TypeScript's library: File System Access, "Permissions"
interface PermittedHandle extends FileSystemFileHandle {
  requestPermission(options: { mode: 'read' }): Promise<PermissionState>
}

async function readHandle(handle: FileSystemFileHandle | undefined): Promise<File | null> {
  if (!handle) return null
  try {
    if ('requestPermission' in handle) await (handle as PermittedHandle).requestPermission({ mode: 'read' })
    return await handle.getFile()
  } catch {
    return null // moved, deleted or not allowed: the person can still choose it
  }
}

function mismatch(work: UploadWork, file: File): string | null {
  const { filename, sizeBytes } = work.item
  const expectedBytes = work.originalSizeBytes ?? sizeBytes
  if (file.name !== filename || file.size !== expectedBytes) {
    return `This is another file. Choose "${filename}" with ${expectedBytes.toLocaleString('en')} bytes to go on.`
  }
  if (work.lastModified !== undefined && file.lastModified !== work.lastModified) {
    return 'This file was changed since the upload began. Cancel the upload and start it again.'
  }
  return null
}

function endOf(work: UploadWork, error: unknown) {
  const message = error instanceof Error ? error.message : 'Something went wrong. Try again.'
  if (error instanceof SendError && (error.status === 404 || error.status === 410)) work.isOver = true
  if (error instanceof Refused) {
    return {
      phase: 'refused' as const,
      message,
      reason: error.reason,
      canRetry: error.reason === 'disk_full',
    }
  }
  return {
    phase: 'failed' as const,
    message,
    canRetry: work.file !== null,
    bytesPerSecond: 0,
    secondsLeft: null,
  }
}

function titleFrom(filename: string): string {
  return filename
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replace(/[_\s]+/g, ' ')
    .trim()
    .slice(0, 150)
}
