import { trusted } from 'mongoose'
import { Conflict, NotFound } from '../errors.ts'
import { removeUploadFiles } from './upload-files.ts'
import { Upload, type UploadDocument } from './upload.model.ts'

/**
 * Ends an upload: one that is still coming in is given up, one that ended leaves the list. The row goes first; bytes
 * without a row are swept, should the second step never come.
 * @throws Conflict while it is being made into a video
 */
export async function removeUpload(uploadId: string): Promise<void> {
  const removed = await Upload.findOneAndDelete({
    uploadId,
    state: trusted({ $ne: 'finishing' }),
  }).lean<UploadDocument>()
  if (!removed) {
    if (await Upload.exists({ uploadId })) {
      throw new Conflict('This upload is complete and is being made into a video. Delete the video instead.')
    }
    throw new NotFound('There is no such upload.')
  }
  await removeUploadFiles(uploadId)
}
