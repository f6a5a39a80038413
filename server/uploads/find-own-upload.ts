import { UploadId } from '#shared/uploads'
import type { UserActor } from '../accounts/actor.ts'
import { NotFound } from '../errors.ts'
import { Upload, type UploadDocument } from './upload.model.ts'

/** @throws NotFound for an upload that does not exist, and in the same words for somebody else's */
export async function findOwnUpload(actor: UserActor, uploadId: string): Promise<UploadDocument> {
  const row = UploadId.safeParse(uploadId).success
    ? await Upload.findOne({ uploadId, userId: actor.userId }).lean<UploadDocument>()
    : null
  if (!row) throw new NotFound('There is no such upload.')
  return row
}
