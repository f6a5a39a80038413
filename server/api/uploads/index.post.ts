import { NoQuery } from '#shared/common'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { createUpload } from '../../uploads/receive-upload.ts'

export default defineEndpoint({
  summary: 'Begins a resumable upload (tus 1.0.0, creation); Location names it.',
  actor: 'user',
  rate: 'upload',
  query: NoQuery,
  raw: true,
  contentTypes: [],
  status: 201,
  run: ({ actor, reply }) => createUpload(actor, reply.raw),
})
