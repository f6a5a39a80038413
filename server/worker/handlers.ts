import { sweepExpiredAccess } from '../accounts/sweep-expired-access.ts'
import type { JobRun } from '../adapters/queue/port.ts'
import type { JobName, JobPayload } from '../jobs/catalog.ts'
import { finishUpload } from '../uploads/finish-upload.ts'
import { reconcileUploads } from '../uploads/reconcile-uploads.ts'
import { sweepExpiredUploads } from '../uploads/sweep-expired-uploads.ts'
import { reconcileDeletes } from '../videos/delete-video.ts'
import { removeVideo } from '../videos/remove-video.ts'

export interface Handler<Name extends JobName> {
  run(payload: JobPayload<Name>, job: Pick<JobRun, 'signal' | 'progress'>): Promise<unknown>
  /** Last words of a job that will not be tried again: whoever waits for it must learn so. May be called twice. */
  onDead?(payload: JobPayload<Name>, reason: string): Promise<unknown>
}

export type Handlers = { [Name in JobName]: Handler<Name> }

/** Who does which job. The only place that knows. */
export const HANDLERS: Partial<Handlers> = {
  'finish-upload': { run: ({ uploadId }, { signal, progress }) => finishUpload(uploadId, signal, progress) },
  'remove-video': { run: ({ videoId }, { signal }) => removeVideo(videoId, signal) },
  reconcile: { run: () => Promise.all([reconcileUploads(), reconcileDeletes()]) },
  'sweep-expired': { run: () => Promise.all([sweepExpiredUploads(), sweepExpiredAccess()]) },
}
