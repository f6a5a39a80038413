import { trusted } from 'mongoose'
import { systemActor } from '../accounts/actor.ts'
import { NotFound, Unavailable, Unprocessable } from '../errors.ts'
import { Topic } from '../topics/topic.model.ts'
import { createVideo } from '../videos/create-video.ts'
import { updateVideo } from '../videos/update-video.ts'
import type { VideoDocument } from '../videos/video.model.ts'
import { storeOriginal } from './store-original.ts'
import { removeUploadFiles } from './upload-files.ts'
import { Upload, type UploadDocument } from './upload.model.ts'

/**
 * Makes the video of a complete upload: original into the object store, video row, first rendition asked for.
 * May be killed at any line and run again, also twice at once. What is wrong with the file itself ends the upload with
 * its reason; what is wrong with the server is thrown, and tried again.
 */
export async function finishUpload(
  uploadId: string,
  signal: AbortSignal,
  onProgress: (share: number) => Promise<void>,
): Promise<void> {
  const row = await Upload.findOne({ uploadId }).lean<UploadDocument>()
  if (row?.state === 'receiving') return
  if (row?.state === 'finishing') await settle(row, signal, onProgress)
  await removeUploadFiles(uploadId)
}

async function settle(
  row: UploadDocument,
  signal: AbortSignal,
  onProgress: (share: number) => Promise<void>,
) {
  try {
    const source = await storeOriginal(row, signal, onProgress)
    const video = await createVideo({
      ...detailsOf(row),
      uploadId: row.uploadId,
      uploaderId: row.userId.toHexString(),
      uuid: row.uuid,
      source,
    })
    await handOver(row, video)
  } catch (error) {
    if (!(error instanceof Unprocessable)) throw error
    await failUpload(row.uploadId, error.message)
  }
}

/** Ends an upload that can never become a video. `reason`: plain words, with what to do next. */
export async function failUpload(uploadId: string, reason: string): Promise<void> {
  await Upload.updateOne(
    { uploadId, state: trusted({ $in: ['receiving', 'finishing'] }) },
    { $set: { state: 'failed', reason } },
  )
}

/**
 * Closes the upload only if the video has the title and the rest as they stand now; what was typed while the video was
 * being made is carried over first.
 */
async function handOver(read: UploadDocument, video: VideoDocument): Promise<void> {
  let row = read
  for (let turn = 0; turn < 20; turn++) {
    const { matchedCount } = await Upload.updateOne(
      { uploadId: row.uploadId, state: 'finishing', detailsRevision: row.detailsRevision },
      { $set: { state: 'done', videoId: video._id } },
    )
    if (matchedCount === 1) return
    const changed = await Upload.findOne({
      uploadId: row.uploadId,
      state: 'finishing',
    }).lean<UploadDocument>()
    if (!changed) return // another run closed it
    await carryOver(changed, video._id.toHexString())
    row = changed
  }
  throw new Unavailable('The details of this upload change faster than they can be carried over.')
}

async function carryOver(row: UploadDocument, videoId: string): Promise<void> {
  const details = detailsOf(row)
  const topic =
    details.topic && (await Topic.exists({ combinedTopicName: details.topic })) ? details.topic : null
  await updateVideo(systemActor, videoId, { ...details, topic }).catch((error: unknown) => {
    if (!(error instanceof NotFound)) throw error // deleted meanwhile: nothing to carry over to
  })
}

function detailsOf({ title, description, topic, visibility }: UploadDocument) {
  return { title, description, topic: topic ?? null, visibility }
}
