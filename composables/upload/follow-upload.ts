import type { UploadView } from '#shared/uploads'
import type { QueueTools, UploadWork } from './upload-work'
import { wait } from './wait'

const FINISH_POLL_MS = 700
const PROCESS_POLL_MS = 2000

/** Watches what becomes of an upload after its last byte, until its video is ready or it failed. */
export async function followUpload(tools: QueueTools, work: UploadWork): Promise<void> {
  const { signal } = work.run
  work.change({ phase: 'finishing', bytesPerSecond: 0, secondsLeft: null, sentBytes: work.item.sizeBytes })
  let view = await look(() => tools.api.find(work.item.uploadId ?? ''))
  while (!view || view.state === 'receiving' || view.state === 'finishing') {
    await wait(FINISH_POLL_MS, signal)
    view = await look(() => tools.api.find(work.item.uploadId ?? ''))
  }
  if (!view.videoId) return endWithout(work, view)
  work.change({ videoId: view.videoId, phase: 'preparing' })
  await followVideo(tools, work, view.videoId)
}

async function followVideo(tools: QueueTools, work: UploadWork, videoId: string): Promise<void> {
  for (;;) {
    const status = await look(() => tools.api.videoStatus(videoId))
    if (status && status.state !== 'uploading') {
      work.change({ phase: status.state, progress: status.progress, message: status.reason })
      if (status.state === 'ready' || status.state === 'failed') return
    }
    await wait(PROCESS_POLL_MS, work.run.signal)
  }
}

function endWithout(work: UploadWork, view: UploadView): void {
  const phase = view.state === 'expired' ? 'expired' : 'failed'
  work.isOver = true
  work.change({ phase, message: view.reason, canRetry: work.file !== null })
}

/** A question that got no answer is asked again at the next turn. */
async function look<Answer>(ask: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await ask()
  } catch {
    return null
  }
}
