import { NoQuery } from '#shared/common'
import { UploadParams } from '#shared/uploads'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { describeUpload } from '../../../uploads/receive-upload.ts'

export default defineEndpoint({
  summary: 'Says how many bytes of your upload have arrived (tus 1.0.0).',
  actor: 'user',
  rate: 'upload',
  params: UploadParams,
  query: NoQuery,
  raw: true,
  contentTypes: [],
  run: ({ actor, params, reply }) => describeUpload(actor, params.id, reply.raw),
})
