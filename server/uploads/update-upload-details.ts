import { trusted } from 'mongoose'
import type { UpdateUploadBody } from '#shared/uploads'
import type { UserActor } from '../accounts/actor.ts'
import { Conflict } from '../errors.ts'
import { updateVideo } from '../videos/update-video.ts'
import { findOwnUpload } from './find-own-upload.ts'
import { Upload, type UploadDocument } from './upload.model.ts'

/**
 * Keeps what is typed while bytes travel. Once the upload has become a video the words go to the video, so the last
 * keystroke counts whichever side of that moment it arrives on.
 * @throws Conflict for an upload that failed or expired
 */
export async function updateUploadDetails(
  actor: UserActor,
  uploadId: string,
  change: UpdateUploadBody,
): Promise<UploadDocument> {
  await findOwnUpload(actor, uploadId)
  const kept = await keep(actor, uploadId, change, ['receiving', 'finishing'])
  if (kept) return kept
  const ended = await findOwnUpload(actor, uploadId)
  if (!ended.videoId) throw new Conflict('This upload has ended, so its details cannot be changed any more.')
  await updateVideo(actor, ended.videoId.toHexString(), change)
  return (await keep(actor, uploadId, change, ['done'])) ?? ended
}

function keep(
  actor: UserActor,
  uploadId: string,
  change: UpdateUploadBody,
  states: UploadDocument['state'][],
): Promise<UploadDocument | null> {
  return Upload.findOneAndUpdate(
    { uploadId, userId: actor.userId, state: trusted({ $in: states }) },
    { $set: change, $inc: { detailsRevision: 1 } },
    { returnDocument: 'after' },
  )
    .lean<UploadDocument>()
    .exec()
}
