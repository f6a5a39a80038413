import type { UploadView } from '#shared/uploads'
import type { UnfinishedUpload } from './unfinished-store'
import type { UploadItem, UploadPhase } from './upload-item'
import { createWork, type QueueTools, type UploadWork } from './upload-work'

/** Makes a row of the server's list into an item of the queue; null for what needs no attention any more. */
export async function restoreUpload(
  tools: QueueTools,
  view: UploadView,
  kept: UnfinishedUpload | undefined,
  makeReactive: (item: UploadItem) => UploadItem,
): Promise<UploadWork | null> {
  const phase = phaseOf(view)
  if (!phase) return null
  const work = createWork(tools, makeReactive(itemOf(view, phase)), null)
  work.handle = kept?.handle
  work.lastModified = kept?.lastModified
  work.originalSizeBytes = view.originalSizeBytes
  work.isOver = phase === 'failed' || phase === 'expired'
  if (phase === 'needs_file' && kept?.encoding) {
    const compressed = await tools.openPrivateFile(kept.encoding.privateName)
    // nothing has to be asked for: what travels lies in the browser's own storage
    if (compressed?.size === view.sizeBytes) work.payload = { file: compressed, encoding: kept.encoding }
  }
  if (phase === 'needs_file' && (work.payload || work.handle)) work.change({ phase: 'paused' })
  work.drafts.attach(view.id, {})
  if (kept?.unsavedDraft) {
    Object.assign(work.item.draft, kept.unsavedDraft)
    work.drafts.change(kept.unsavedDraft)
  }
  return work
}

function phaseOf(view: UploadView): UploadPhase | null {
  switch (view.state) {
    case 'receiving':
      return 'needs_file'
    case 'finishing':
      return 'finishing'
    case 'failed':
    case 'expired':
      return view.state
    case 'done':
      return null
  }
}

function itemOf(view: UploadView, phase: UploadPhase): UploadItem {
  const { title, description, topic, visibility } = view
  return {
    key: view.id,
    uploadId: view.id,
    filename: view.filename,
    sizeBytes: view.sizeBytes,
    phase,
    sentBytes: view.offsetBytes,
    bytesPerSecond: 0,
    secondsLeft: null,
    compressedShare: null,
    progress: 0,
    videoId: view.videoId,
    message: view.reason,
    canRetry: false,
    draft: { title, description, topic, visibility },
    draftState: 'saved',
  }
}
