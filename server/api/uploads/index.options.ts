import { defineEndpoint } from '../../http/define-endpoint.ts'
import { describeTus } from '../../uploads/receive-upload.ts'

export default defineEndpoint({
  summary: 'Says which parts of tus 1.0.0 are understood and how large an upload may be.',
  actor: 'anyone',
  rate: 'read',
  raw: true,
  contentTypes: [],
  status: 204,
  run: ({ reply }) => describeTus(reply.raw),
})
