import { trusted } from 'mongoose'
import { Unavailable } from '../errors.ts'
import { removeUploadFiles } from './upload-files.ts'
import { Upload, type UploadDocument } from './upload.model.ts'

/** Files on their way and those that ended lately. */
export async function* exportUploadsBy(userId: string): AsyncIterable<object> {
  for await (const upload of Upload.find({ userId }).sort({ _id: 1 }).lean<UploadDocument[]>().cursor()) {
    const { uploadId, filename, filetype, sizeBytes, state, title, description, topic } = upload
    const { visibility, videoId, reason, createdAt } = upload
    yield { id: uploadId, filename, filetype, sizeBytes, state, title, description, topic, visibility, videoId, reason, createdAt } // prettier-ignore
  }
}

/**
 * Ends every upload of somebody and removes its bytes.
 * @throws Unavailable while one is being made into a video: the video has to be there to be removed
 */
export async function eraseUploadsBy(userId: string): Promise<void> {
  const uploads = await Upload.find({ userId, state: trusted({ $ne: 'finishing' }) }, { uploadId: 1 }).lean()
  for (const { uploadId } of uploads) {
    const { deletedCount } = await Upload.deleteOne({ uploadId, state: trusted({ $ne: 'finishing' }) })
    if (deletedCount === 1) await removeUploadFiles(uploadId)
  }
  if (await Upload.exists({ userId }))
    throw new Unavailable('An upload of theirs is being made into a video.')
}
