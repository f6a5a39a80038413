import { trusted } from 'mongoose'
import { UPLOAD_EXPIRES_HOURS } from '#shared/uploads'
import { failUpload } from './finish-upload.ts'
import { removeUploadFiles } from './upload-files.ts'
import { UploadLock } from './upload-lock.model.ts'
import { Upload, type UploadDocument } from './upload.model.ts'

/** Removes the bytes of uploads that rested too long; one that a request is writing to right now is left alone. */
export async function sweepExpiredUploads(now = new Date()): Promise<number> {
  const rested = await Upload.find({ state: 'receiving', expiresAt: trusted({ $lt: now }) }).lean<
    UploadDocument[]
  >()
  let removed = 0
  for (const { uploadId } of rested) {
    if (await UploadLock.exists({ _id: uploadId })) continue
    removed += await expire(uploadId, now)
  }
  await giveUpUnfinishable(now)
  return removed
}

async function expire(uploadId: string, now: Date): Promise<number> {
  const { modifiedCount } = await Upload.updateOne(
    { uploadId, state: 'receiving', expiresAt: trusted({ $lt: now }) },
    {
      $set: {
        state: 'expired',
        reason: `This upload rested for more than ${UPLOAD_EXPIRES_HOURS} hours and was removed. Start it again.`,
      },
    },
  )
  if (modifiedCount === 1) await removeUploadFiles(uploadId)
  return modifiedCount
}

/** The finish step is tried again every minute; what two days of that could not finish gets a plain end. */
async function giveUpUnfinishable(now: Date): Promise<void> {
  const stuck = await Upload.find({ state: 'finishing', expiresAt: trusted({ $lt: now }) }).lean<
    UploadDocument[]
  >()
  for (const { uploadId } of stuck) {
    await failUpload(uploadId, 'This upload could not be finished on our side. Upload the file again.')
    await removeUploadFiles(uploadId)
  }
}
