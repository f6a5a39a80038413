import { NoQuery } from '#shared/common'
import { UploadParams } from '#shared/uploads'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { terminateUpload } from '../../../uploads/receive-upload.ts'

export default defineEndpoint({
  summary: 'Gives up your upload, or takes an ended one off the list (tus 1.0.0, termination).',
  actor: 'user',
  rate: 'upload',
  params: UploadParams,
  query: NoQuery,
  raw: true,
  contentTypes: [],
  status: 204,
  run: ({ actor, params, reply }) => terminateUpload(actor, params.id, reply.raw),
})
