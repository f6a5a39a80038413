import { UploadParams, UploadView } from '#shared/uploads'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { findOwnUpload } from '../../../uploads/find-own-upload.ts'
import { presentUpload } from '../../../uploads/present-upload.ts'

export default defineEndpoint({
  summary: 'Says how one of your uploads stands.',
  actor: 'user',
  rate: 'read',
  params: UploadParams,
  response: UploadView,
  run: async ({ actor, params }) => presentUpload(await findOwnUpload(actor, params.id)),
})
