import { BulkDeleteBody, BulkDeleteView } from '#shared/studio'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { deleteVideos } from '../../videos/change-many.ts'

export default defineEndpoint({
  summary: 'Deletes up to 100 of your videos with everything that belongs to them.',
  actor: 'user',
  rate: 'write',
  body: BulkDeleteBody,
  response: BulkDeleteView,
  audit: 'DELETE_VIDEO',
  run: ({ actor, body }) => deleteVideos(actor, body.ids),
})
