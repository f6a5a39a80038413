import { enqueue } from '../jobs/enqueue.ts'
import { Upload } from './upload.model.ts'

/**
 * The last byte is on the disk: asks for the finish step. Runs again for every empty PATCH at the end, so it may run any
 * number of times; should it never run, the reconciler does.
 */
export async function completeUpload(uploadId: string): Promise<void> {
  const { matchedCount } = await Upload.updateOne(
    { uploadId, state: 'receiving' },
    { $set: { state: 'finishing' } },
  )
  if (matchedCount === 1 || (await Upload.exists({ uploadId, state: 'finishing' }))) {
    await enqueue('finish-upload', { uploadId })
  }
}
