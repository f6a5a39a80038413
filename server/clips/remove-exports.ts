import { getObjectStore } from '../adapters/object-store/index.ts'
import { getQueue } from '../adapters/queue/index.ts'
import { JOBS } from '../jobs/catalog.ts'
import { ClipExport } from './clip-export.model.ts'

/** Where the file of an export lies, once it is made. */
export function exportKey(exportId: string): string {
  return `exports/${exportId}.mp4`
}

/**
 * Ends the work on it, removes its file, then its document: cut anywhere, it is found and removed again. What a job
 * still stores after this, the job itself removes.
 */
export async function removeExport(exportId: string): Promise<void> {
  await getQueue().cancel(JOBS['export-clip'].key({ exportId }))
  await getObjectStore().remove(exportKey(exportId))
  await ClipExport.deleteOne({ _id: exportId })
}

/** Of a clip that goes, or of a person who does. */
export async function removeExportsOf(target: { clipId: string } | { userId: string }): Promise<void> {
  for await (const { _id } of ClipExport.find(target, { _id: 1 }).lean().cursor()) {
    await removeExport(_id.toHexString())
  }
}
