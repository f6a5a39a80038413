import { NoQuery } from '#shared/common'
import { UploadParams } from '#shared/uploads'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { receiveBytes } from '../../../uploads/receive-upload.ts'

export default defineEndpoint({
  summary: 'Takes the next bytes of your upload (tus 1.0.0); they are on the disk when this answers.',
  actor: 'user',
  rate: 'upload',
  params: UploadParams,
  query: NoQuery,
  audit: 'UPLOAD_VIDEO',
  raw: true,
  contentTypes: [],
  status: 204,
  run: ({ actor, params, reply }) => receiveBytes(actor, params.id, reply.raw),
})
