import { ListUploadsQuery, UploadPage } from '#shared/uploads'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { listUploads } from '../../uploads/list-uploads.ts'

export default defineEndpoint({
  summary: 'Lists your uploads, newest first.',
  actor: 'user',
  rate: 'read',
  query: ListUploadsQuery,
  response: UploadPage,
  run: ({ actor, query }) => listUploads(actor, query),
})
